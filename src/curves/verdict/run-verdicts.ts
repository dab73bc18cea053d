import type { Verdict } from '../../domain/verdict-row.ts'
import type { Cell } from '../cell.ts'
import type { CurveContext } from '../curve-context.ts'
import type { ItemCurve } from '../item-curve.ts'
import { itemMatrices, type LineOptions } from '../item-matrices.ts'
import { modelKey } from '../model-identity.ts'
import { adjustVerdicts } from './adjust-verdicts.ts'
import { type CurveVerdict, curveVerdict } from './curve-verdict.ts'
import { RULE_2, type VerdictRule } from './rule.ts'

/** The metrics that a task is judged by, as score columns. */
export interface MetricPair {
  readonly primary: string
  /** A continuous metric of the same responses, chosen before the run. */
  readonly companion?: string | undefined
}

/** The verdict of one curve of a run, among those of the run's other curves. */
export interface RunVerdict extends CurveVerdict {
  /** As in a point: `run`, `simulated`, or the name of what was imported. */
  readonly source: string
  /** The rule's, unless adjusting for the number of tasks takes an `emergent` back: then `undetermined`. */
  readonly verdict: Verdict
  /** The task's companion, where it has one, measured or not. */
  readonly companionColumn?: string | undefined
  /** Has the most demonstrations of its task, condition and line: the curve that a task is judged by. */
  readonly leads: boolean
  /** The p of `emergent`, adjusted by Benjamini and Hochberg over so many tasks; absent where there is no such p. */
  readonly adjusted?: { readonly p: number; readonly tasks: number } | undefined
}

/** Whose curves are judged, and how. */
export interface RunVerdictOptions extends LineOptions {
  readonly rule?: VerdictRule
  /** Without a task here, or where its primary metric is continuous, no verdict is looked for. */
  readonly pairs: ReadonlyMap<string, MetricPair>
}

/**
 * The verdict of every curve of score against size: each task, condition, number of demonstrations and line of models.
 * Joined families count as declared to be one line. The p of `emergent` is adjusted over tasks, one curve a task: those
 * with each task's most demonstrations are one family; further numbers of demonstrations are each one of their own.
 * @param cells of all models and conditions: `curveBuilder(context).cells()`
 */
export function runVerdicts(
  cells: readonly Cell[],
  { tasks, models }: CurveContext,
  { rule = RULE_2, pairs, ...line }: RunVerdictOptions,
): readonly RunVerdict[] {
  const familiesDeclared = line.join?.includes('family') === true
  const judged = Map.groupBy(cells, ({ row }) => models[row.model]?.source ?? 'run')
  const verdicts = [...judged].flatMap(([source, ofSource]) => {
    const curves = itemMatrices(ofSource, tasks, line)
    const places = Map.groupBy(curves, placeOf)
    return curves.flatMap((curve): Judged[] => {
      const pair = pairs.get(curve.task)
      if (pair?.primary !== curve.column || curve.kind !== 'discontinuous') return []
      const { companion: column } = pair
      const candidates = column === undefined ? [] : (places.get(placeOf({ ...curve, column })) ?? [])
      const companion = candidates.find((one) => shareModel(one, curve))
      return [
        { source, companionColumn: column, ...curveVerdict(curve, companion, { rule, familiesDeclared }) },
      ]
    })
  })
  return adjustedOverTasks(verdicts)
}

type Judged = Omit<RunVerdict, 'verdict' | 'leads' | 'adjusted'>

function adjustedOverTasks(verdicts: readonly Judged[]): readonly RunVerdict[] {
  const most = new Map<string, number>()
  for (const { source, curve } of verdicts) {
    const series = seriesOf(source, curve)
    most.set(series, Math.max(most.get(series) ?? 0, curve.shots))
  }
  const known = verdicts.map((one) => ({
    ...one,
    leads: most.get(seriesOf(one.source, one.curve)) === one.curve.shots,
  }))
  const adjusted = new Map<Judged, RunVerdict['adjusted']>()
  for (const family of Map.groupBy(known, familyOf).values()) {
    const found = adjustVerdicts(family.map(({ report }) => report))
    const tasks = found.filter((one) => one !== undefined).length
    for (const [at, one] of family.entries()) {
      const p = found[at]?.pAdjusted
      if (p !== undefined) adjusted.set(one, { p, tasks })
    }
  }
  return known.map((one) => {
    const of = adjusted.get(one)
    const { verdict, rule } = one.report
    const isTakenBack = verdict === 'emergent' && of !== undefined && of.p > rule.alpha
    return { ...one, adjusted: of, verdict: isTakenBack ? 'undetermined' : verdict }
  })
}

/** What a line of models has in common: `Pythia base`, `Qwen2.5 instruct Q4_K_M`. */
export function lineName({ models }: Pick<ItemCurve, 'models'>): string {
  const distinct = (of: (model: ItemCurve['models'][0]) => string | undefined) => [
    ...new Set(models.flatMap((model) => of(model) ?? [])),
  ]
  return [
    distinct(({ family }) => family),
    distinct(({ tuning }) => tuning),
    distinct(({ quantization }) => quantization),
  ]
    .map((names) => names.join(' + '))
    .filter((names) => names !== '')
    .join(' ')
}

/** A curve may lack models on one metric that it has on another. */
function shareModel(a: ItemCurve, b: ItemCurve): boolean {
  const keys = new Set(a.models.map(modelKey))
  return b.models.some((model) => keys.has(modelKey(model)))
}

/** The models of a line, scored or not; and the engine, where all have one: a line may stand beside itself on another. */
function lineKey({ models, unscored }: ItemCurve): string {
  const engines = new Set(models.map(({ provider, engine }) => `${provider}\u0000${engine}`))
  const names = [...models.map(({ model }) => model), ...unscored].toSorted()
  return [...names, ...(engines.size === 1 ? engines : [])].join('\u0000')
}

function conditionKey({ rendering, instruction, control, sampling }: ItemCurve): string {
  return [rendering, instruction, control, sampling].join('\u0000')
}

function placeOf(curve: ItemCurve): string {
  return [curve.task, curve.column, conditionKey(curve), curve.shots].join('\u0000')
}

function seriesOf(source: string, curve: ItemCurve): string {
  return [source, curve.task, conditionKey(curve), lineKey(curve)].join('\u0000')
}

/** Names the family of curves, one a task, over which p-values are adjusted: all that differ in their task alone. */
export function familyOf({ source, curve, leads }: Pick<RunVerdict, 'source' | 'curve' | 'leads'>): string {
  return [source, conditionKey(curve), lineName(curve), leads ? 'leading' : curve.shots].join('\u0000')
}
