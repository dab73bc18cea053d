import { digestOfValue } from '../../domain/digest.ts'
import type { Task } from '../../domain/task.ts'
import { factorsOf } from '../../run/plan.ts'
import type { ComparedRun, SharedTask } from './compared-run.ts'
import type { ModelPair } from './model-pairs.ts'

/** What differs between the sides beside what was meant to: lines for the person. */
export function differenceLines(
  a: ComparedRun,
  b: ComparedRun,
  shared: readonly SharedTask[],
  models: readonly ModelPair[],
): readonly string[] {
  return [
    ...runLines(a, b),
    ...models.flatMap((pair) => modelLines(a, b, pair)),
    ...shared.flatMap((task) => taskLines(a, b, task)),
  ]
}

function runLines(a: ComparedRun, b: ComparedRun): string[] {
  const [one, other] = [a.manifest, b.manifest]
  return [
    one.seed === other.seed
      ? ''
      : `seeds differ (${one.seed}, ${other.seed}): demonstrations differ, and the difference is of them too`,
    one.icl_version === other.icl_version
      ? ''
      : `versions of icl differ: ${one.icl_version}, ${other.icl_version}`,
  ].filter((line) => line !== '')
}

function modelLines(a: ComparedRun, b: ComparedRun, { a: name, b: otherName }: ModelPair): string[] {
  const one = a.manifest.models.find(({ model }) => model.name === name)
  const other = b.manifest.models.find(({ model }) => model.name === otherName)
  if (one === undefined || other === undefined) return []
  const facts = [
    ['quantisation', one.model.quantization ?? 'none', other.model.quantization ?? 'none'],
    ['version', one.model.version ?? 'none', other.model.version ?? 'none'],
    ['engine', one.identity.engine, other.identity.engine],
    ['identity', one.identity.digest.slice(0, 12), other.identity.digest.slice(0, 12)],
  ] as const
  const differing = facts.filter(([, left, right]) => left !== right)
  if (differing.length === 0) return []
  const called = name === otherName ? name : `${name} and ${otherName}`
  return [`${called}: ${differing.map(([what, left, right]) => `${what} ${left}, ${right}`).join('; ')}`]
}

function taskLines(
  a: ComparedRun,
  b: ComparedRun,
  { a: one, b: other, changed, draws }: SharedTask,
): string[] {
  const parts: readonly (readonly [string, (task: Task) => unknown])[] = [
    ['template', ({ template }) => template],
    ['demonstrations', ({ demonstrations, match, pool }) => [demonstrations, match, pool]],
    ['decoding', ({ decoding }) => decoding],
    ['scoring', ({ extractions, metrics, chance, maximum }) => [extractions, metrics, chance, maximum]],
    ['likelihood', ({ likelihood }) => likelihood],
  ]
  const differing = parts.filter(
    ([, read]) => digestOfValue(read(one) ?? null) !== digestOfValue(read(other) ?? null),
  )
  const version = one.version === other.version ? '' : `versions ${one.version}, ${other.version}`
  const most = Math.max(factorsOf(a.plan, one).draws, factorsOf(b.plan, other).draws)
  const named = [version, ...differing.map(([name]) => name)].filter((part) => part !== '')
  return [
    named.length === 0 ? '' : `${one.name}: ${named.join(', ')} differ`,
    changed === 0
      ? ''
      : `${one.name}: ${changed} ${changed === 1 ? 'item has' : 'items have'} the same id and another text or target: left out`,
    draws < most ? `${one.name}: draws from number ${draws} on are on one side only: left out` : '',
  ].filter((line) => line !== '')
}
