import type { AdjacentComparison } from '../paired/adjacent-comparisons.ts'
import type { NotComparable } from '../paired/paired-difference.ts'

/** What one more unit of score costs from one model to the next. */
export type MarginalCost = {
  /** The left column; the right one is the next. */
  readonly left: number
  /** Cost of the right model ÷ cost of the left one; undefined where the left one costs nothing. */
  readonly factor: number | undefined
} & (
  | {
      readonly state: 'gain'
      /** Cost units per item for one unit of score (1 = from 0 % to 100 %); a hundredth of it buys a point of percent. */
      readonly costPerScore: number
      /** From the interval of the gain, the costs taken as known; `high` is undefined where that interval reaches 0. */
      readonly low: number
      readonly high: number | undefined
    }
  /** Better, and no dearer. */
  | { readonly state: 'better_and_no_dearer' }
  /** No better for `factor` times the cost, as far as can be told. */
  | { readonly state: 'no_detectable_gain' }
  | { readonly state: 'not_identifiable'; readonly reason: 'unknown_cost' | NotComparable['reason'] }
)

/** A gain is detectable where its p, two-sided and adjusted by Holm over the curve, is at most this. */
const ALPHA = 0.05

/**
 * Cost difference ÷ score difference between neighbours, only where there is a gain to pay for: dividing by a
 * difference that may be 0 would give any number.
 * @param costs per item, one a column, in the order of the comparisons' columns
 */
export function marginalCosts(
  comparisons: readonly AdjacentComparison[],
  costs: readonly (number | undefined)[],
): readonly MarginalCost[] {
  return comparisons.map((comparison) => {
    const { left } = comparison
    const [from, to] = [costs[left], costs[left + 1]]
    if (from === undefined || to === undefined || !Number.isFinite(from) || !Number.isFinite(to))
      return { left, factor: undefined, state: 'not_identifiable', reason: 'unknown_cost' }
    const where = { left, factor: from === 0 ? undefined : to / from }
    if (comparison.state === 'not_identifiable') return { ...where, ...comparison }
    const { difference, low, high, pAdjusted } = comparison
    if (difference <= 0 || pAdjusted > ALPHA) return { ...where, state: 'no_detectable_gain' }
    if (to <= from) return { ...where, state: 'better_and_no_dearer' }
    return {
      ...where,
      state: 'gain',
      costPerScore: (to - from) / difference,
      low: (to - from) / high,
      high: low > 0 ? (to - from) / low : undefined,
    }
  })
}
