import { resolve } from 'node:path'
import type { NamedComparison } from '../commands/comparing/comparison-file.ts'
import type { Control, Instruction, Rendering, Sampling } from '../domain/factors.ts'

/** What of two runs is compared; everything that both have where nothing is named. */
export interface CompareOptions {
  readonly tasks?: readonly string[] | undefined
  readonly models?: readonly string[] | undefined
  /** Model `a` of the first run against model `b` of the other, by name. Default: models of the same name. */
  readonly pairs?: readonly { readonly a: string; readonly b: string }[] | undefined
  /** Metrics without `score_`. Default: each task's primary one. */
  readonly metrics?: readonly string[] | undefined
  readonly shots?: readonly number[] | undefined
}

/** What is compared: one task, metric, pair of models and condition. */
interface ComparedCondition {
  readonly task: string
  /** Without its `score_`. */
  readonly metric: string
  readonly modelA: string
  readonly modelB: string
  readonly rendering: Rendering
  readonly instruction: Instruction
  readonly control: Control
  readonly sampling: Sampling
  readonly shots: number
  /** Items that one side lacks. */
  readonly itemsDropped: number
}

/** The paired difference B − A on the items that both sides have, or why there is none (docs/compare.md). */
export type Comparison = ComparedCondition &
  (
    | {
        readonly state: 'estimated'
        /** Items that both sides have; at least 2. */
        readonly items: number
        /** Means over these items, in score units. */
        readonly scoreA: number
        readonly scoreB: number
        /** scoreB − scoreA, its standard error, and its 95 % interval; not clipped. */
        readonly difference: number
        readonly se: number
        readonly ciLow: number
        readonly ciHigh: number
        /** Of the items' scores on both sides; undefined where one side does not vary. */
        readonly correlation: number | undefined
        /** McNemar's exact test for single right-or-wrong answers, else a sign-flip test. */
        readonly test: 'mcnemar' | 'sign-flip'
        /** Two-sided; after Holm over the comparisons of this task and metric; and that of the task after BH over tasks. */
        readonly p: number
        readonly pHolm: number
        readonly pTask: number
        /** Of the one-sided test that B is worse, and adjusted for the number of comparisons. */
        readonly pWorse: number
        readonly pWorseAdjusted: number
        /** The difference that so many items would show at the 5 % level with a chance of 80 %. */
        readonly minimumDetectable: number
      }
    | {
        readonly state: 'not_identifiable'
        /** Below two items in common, or a score that is no number. */
        readonly reason: 'too_few_items' | 'not_finite'
      }
  )

/**
 * Compares two runs, or two models of one, on the items that both have, as `icl compare` does. Nothing is written.
 *
 * @param folderA what is compared with
 * @param folderB the other run; the same folder, with `pairs`, for two models of one run
 * @throws InputError for a folder that is no run, for names that the runs do not have, and where they have nothing in
 * common
 * @example
 * const comparisons = await compareRuns('results/before', 'results/after')
 * const worse = comparisons.filter(
 *   (one) => one.state === 'estimated' && one.difference <= -0.02 && one.pWorseAdjusted < 0.05,
 * )
 */
export async function compareRuns(
  folderA: string,
  folderB: string,
  options: CompareOptions = {},
): Promise<readonly Comparison[]> {
  const { checkOptions } = await import('./check-options.ts')
  checkOptions('compareRuns', options)
  const { pairs, ...parts } = options
  const { comparedRun } = await import('../commands/comparing/compared-run.ts')
  const commands = await import('../commands/comparing/compare-runs.ts')
  const a = await comparedRun(folderA)
  const b = resolve(folderA) === resolve(folderB) ? a : await comparedRun(folderB)
  const { comparisons } = await commands.compareRuns(a, b, {
    ...parts,
    pairs: pairs?.map((pair) => `${pair.a}=${pair.b}`),
  })
  return comparisons.map(comparisonOf)
}

function comparisonOf(one: NamedComparison): Comparison {
  const { task, metric, modelA, modelB, pair, dropped, scoreA, scoreB, result } = one
  const { rendering, instruction, control, sampling, shots } = pair.a.row
  const about = { task, metric, modelA, modelB, rendering, instruction, control, sampling, shots }
  if (result.state === 'not_identifiable')
    return { ...about, itemsDropped: dropped, state: result.state, reason: result.reason }
  const { n, difference, se, low, high, correlation, method, p, pHolm, pFamily } = result
  const { pWorse, pWorseAdjusted, minimumDetectable } = result
  return {
    ...about,
    itemsDropped: dropped,
    state: result.state,
    items: n,
    ...{ scoreA, scoreB, difference, se, ciLow: low, ciHigh: high, correlation, test: method },
    ...{ p, pHolm, pTask: pFamily, pWorse, pWorseAdjusted, minimumDetectable },
  }
}
