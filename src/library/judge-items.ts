import type { CurveContext } from '../curves/curve-context.ts'
import type { CurveRow } from '../curves/curve-row.ts'
import type { Tuning } from '../domain/factors.ts'
import { InputError, type Problem } from '../domain/input-error.ts'
import type { CurveOptions, Curves } from './curves.ts'

/** The scores of one answer: one model, one item, one number of shots. Several of one item are averaged. */
export interface ItemScore {
  readonly model: string
  /** Models of one family make one curve with a verdict. */
  readonly family: string
  /** Total parameters, above 0. */
  readonly parameters: number
  /** Parameters that take part in each token. Default: `parameters`. */
  readonly activeParameters?: number | undefined
  readonly quantization?: string | undefined
  readonly tuning?: Tuning | undefined
  readonly task: string
  /** The same name is the same item under every model. */
  readonly item: string
  /** Items of one group share a source and are not independent. Default: each is its own. */
  readonly group?: string | undefined
  /** Demonstrations shown. Default 0. */
  readonly shots?: number | undefined
  /** Which choice of demonstrations, from 0 on. Default 0. */
  readonly draw?: number | undefined
  /** By metric: from 0 to 1, or nats per byte, at most 0, for a companion of that unit. */
  readonly scores: { readonly [metric: string]: number }
}

/** What the items' scores mean; the same for all tasks. */
export interface JudgeItemsOptions extends CurveOptions {
  /** The discontinuous metric that is judged: a name in `scores`. */
  readonly primary: string
  /** A continuous metric of the same answers, fixed before they were seen: it tells a jump from an artefact. */
  readonly companion?: string | undefined
  /** Default `fraction`. */
  readonly companionUnit?: 'fraction' | 'nats_per_byte' | undefined
  /** Score of guessing on the primary metric, from 0 to below 1; by task name where tasks differ. Default 0. */
  readonly chance?: number | { readonly [task: string]: number } | undefined
  /** What the scores are called in `source` of points and verdicts. Default `items`. */
  readonly source?: string | undefined
}

/**
 * Curves and verdicts of items' scores in memory, as those of a run: paired over items, with all that the rule of
 * emergence asks (docs/statistics.md).
 *
 * @throws InputError for a score out of range, a size that is none, and a metric that no item has
 * @example
 * const { verdicts } = await judgeItems(rows, { primary: 'exact_match', companion: 'edit_similarity' })
 * for (const { task, verdict, sentence } of verdicts) log(task, verdict, sentence)
 */
export async function judgeItems(rows: readonly ItemScore[], options: JudgeItemsOptions): Promise<Curves> {
  const { checkOptions } = await import('./check-options.ts')
  checkOptions('judgeItems', options)
  const { primary, companion, join, source = 'items' } = options
  check(rows, options)
  const { curveBuilder } = await import('../curves/aggregate.ts')
  const { runVerdicts } = await import('../curves/verdict/run-verdicts.ts')
  const { findingsOf } = await import('../charts/findings/findings.ts')
  const context = contextOf(rows, options, source)
  const builder = curveBuilder(context)
  for (const row of rows) builder.add(curveRow(row, options))
  const pair = { primary: column(primary), companion: companion && column(companion) }
  const verdicts = runVerdicts(builder.cells(), context, {
    pairs: new Map(context.tasks.map(({ name }) => [name, pair])),
    ...(join === undefined ? {} : { join }),
  })
  const { rows: found, opening } = findingsOf(verdicts)
  return { points: builder.points(), verdicts: found, finding: opening }
}

function column(metric: string): string {
  return `score_${metric}`
}

function contextOf(rows: readonly ItemScore[], options: JudgeItemsOptions, source: string): CurveContext {
  const { primary, companion, companionUnit: unit = 'fraction' } = options
  const tasks = Map.groupBy(rows, ({ task }) => task)
  return {
    tasks: Array.from(tasks, ([name, members]) => ({
      name,
      plannedItems: new Set(members.map(({ item }) => item)).size,
      metrics: [
        { column: column(primary), kind: 'discontinuous', chance: chanceOf(name, options), maximum: 1 },
        ...(companion === undefined
          ? []
          : [
              {
                ...{ column: column(companion), kind: 'continuous' as const, unit },
                ...(unit === 'fraction' ? { chance: 0, maximum: 1 } : { maximum: 0 }),
              },
            ]),
      ],
    })),
    models: Object.fromEntries(rows.map(({ model }) => [model, { source }])),
  }
}

function chanceOf(task: string, { chance = 0 }: JudgeItemsOptions): number {
  if (typeof chance === 'number') return chance
  return (Object.hasOwn(chance, task) ? chance[task] : undefined) ?? 0
}

function curveRow(row: ItemScore, { primary, companion }: JudgeItemsOptions): CurveRow {
  const { model, family, parameters, quantization, tuning, task, item, group, scores } = row
  const metrics = [primary, ...(companion === undefined ? [] : [companion])]
  return {
    ...{ model, provider: '', engine: '', family, parameters, quantization, tuning, task, item, group },
    activeParameters: row.activeParameters ?? parameters,
    ...{ rendering: 'raw', instruction: 'off', control: 'gold', sampling: 'shared' },
    ...{ shots: row.shots ?? 0, draw: row.draw ?? 0, repeat: 0, outcome: 'ok', target: '' },
    scores: Object.fromEntries(
      metrics.flatMap((metric) => {
        const score = Object.hasOwn(scores, metric) ? scores[metric] : undefined
        return score === undefined ? [] : [[column(metric), score]]
      }),
    ),
  }
}

function check(rows: readonly ItemScore[], options: JudgeItemsOptions): void {
  const { primary, companion, companionUnit } = options
  const problems = rows.flatMap((row, index): Problem[] => [
    ...(row.parameters > 0 && Number.isFinite(row.parameters)
      ? []
      : [problem(index, 'parameters', row.parameters, 'a number above 0')]),
    ...rangeProblem(index, row, primary, [0, 1]),
    ...rangeProblem(index, row, companion, companionUnit === 'nats_per_byte' ? [-Infinity, 0] : [0, 1]),
  ])
  for (const metric of [primary, ...(companion === undefined ? [] : [companion])])
    if (rows.length > 0 && rows.every(({ scores }) => !Object.hasOwn(scores, metric)))
      problems.push({ message: `no item has a score "${metric}"` })
  for (const name of new Set(rows.map(({ task }) => task))) {
    const chance = chanceOf(name, options)
    if (!(chance >= 0 && chance < 1))
      problems.push({ message: `chance of ${name}: found ${chance}, expected a number from 0 to below 1` })
  }
  const [first, ...others] = problems
  if (first !== undefined) throw new InputError(first, ...others)
}

function rangeProblem(
  index: number,
  { scores }: ItemScore,
  metric: string | undefined,
  [low, high]: readonly [number, number],
): Problem[] {
  const score = metric !== undefined && Object.hasOwn(scores, metric) ? scores[metric] : undefined
  if (score === undefined || (Number.isFinite(score) && score >= low && score <= high)) return []
  const expected = low === 0 ? 'a number from 0 to 1' : 'a number of at most 0'
  return [problem(index, `scores.${metric}`, score, expected)]
}

function problem(index: number, key: string, found: unknown, expected: string): Problem {
  return { file: `rows[${index}]`, message: `${key}: found ${found}, expected ${expected}` }
}
