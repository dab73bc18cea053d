import { metricName } from '../../charts/chart-frame.ts'
import { textTable } from '../../charts/text-table.ts'
import type { NamedComparison } from './comparison-file.ts'

/** The comparisons of each task and metric as a table, with a line on what they say together. */
export function comparisonTables(comparisons: readonly NamedComparison[]): readonly string[] {
  const families = Map.groupBy(comparisons, ({ task, metric }) => `${task} · ${metricName(metric)}`)
  return Array.from(families).flatMap(([heading, family]) => [
    heading,
    ...table(family).map((line) => `  ${line}`),
    ...summary(family).map((line) => `  ${line}`),
    '',
  ])
}

const HEAD = ['k', 'items', 'A', 'B', 'B − A', '95 % interval', 'p', 'p (Holm)', 'detectable']

function table(family: readonly NamedComparison[]): readonly string[] {
  const conditions = family.map(conditionOf)
  const several = new Set(conditions).size > 1
  const rows = family.map((one, index) => {
    const head = [modelsOf(one), ...(several ? [conditions[index] ?? ''] : []), String(one.pair.a.row.shots)]
    const { result, scoreA, scoreB, dropped } = one
    if (result.state === 'not_identifiable')
      return [...head, '–', fixed(scoreA), fixed(scoreB), '–', reasonOf(result.reason)]
    return [
      ...head,
      dropped === 0 ? String(result.n) : `${result.n} (−${dropped})`,
      fixed(scoreA),
      fixed(scoreB),
      signed(result.difference),
      `[${signed(result.low)}, ${signed(result.high)}]`,
      probability(result.p),
      probability(result.pHolm),
      // No item differs: nothing tells how much would have been seen.
      result.se === 0 ? '–' : fixed(result.minimumDetectable),
    ]
  })
  return textTable([['model', ...(several ? ['condition'] : []), ...HEAD], ...rows])
}

function summary(family: readonly NamedComparison[]): readonly string[] {
  const tested = family.flatMap(({ result }) => (result.state === 'estimated' ? [result] : []))
  if (tested.length === 0) return []
  const found = tested.filter(({ pHolm }) => pHolm < 0.05)
  const worse = found.filter(({ difference }) => difference < 0).length
  const dropped = Math.max(...family.map((one) => one.dropped))
  return [
    found.length === 0
      ? `no difference found in ${tested.length} comparison${tested.length === 1 ? '' : 's'}`
      : `B is better in ${found.length - worse} and worse in ${worse} of ${tested.length} comparisons (Holm p < .05)`,
    `p of the task after Benjamini and Hochberg over tasks: ${probability(tested[0]?.pFamily ?? 1)}`,
    ...(dropped === 0 ? [] : [`(−n): n items that one side lacks are left out`]),
  ]
}

function modelsOf({ modelA, modelB }: NamedComparison): string {
  return modelA === modelB ? modelA : `${modelA} → ${modelB}`
}

function conditionOf({ pair }: NamedComparison): string {
  const { rendering, instruction, control, sampling } = pair.a.row
  return [rendering, instruction === 'on' ? 'instruction' : '', control === 'gold' ? '' : control, sampling]
    .filter((part) => part !== '')
    .join(' ')
}

function reasonOf(reason: 'too_few_items' | 'not_finite'): string {
  return reason === 'too_few_items' ? 'fewer than two common items' : 'a score is no number'
}

function fixed(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : '–'
}

/** With its sign; none for 0. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(3)
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`
}

/** A p-value: three decimals, and no smaller than what these tell. */
export function probability(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3)
}
