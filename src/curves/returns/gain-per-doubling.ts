import type { AdjacentComparison } from '../paired/adjacent-comparisons.ts'
import type { NotComparable } from '../paired/paired-difference.ts'
import type { DoublingCurve, NotEstimable } from './doubling-curve.ts'

/** What a doubling brings between two neighbouring positions. */
export type GainPerDoubling = {
  /** The left column; the right one is the next. */
  readonly left: number
  /** How many doublings lie between them: 0 or more. */
  readonly doublings: number
} & (
  | {
      readonly state: 'estimated'
      /** Score units per doubling: the paired difference ÷ doublings, and the ends of its interval likewise. */
      readonly gain: number
      readonly low: number
      readonly high: number
      /** Of the difference, two-sided; adjusted by Holm over the curve. */
      readonly p: number
      readonly pAdjusted: number
    }
  | NotComparable
  | NotEstimable
)

/**
 * G = D ÷ log2(N right ÷ N left) for each pair of neighbours.
 * @param comparisons of the same columns in the same order
 */
export function gainsPerDoubling(
  { positions }: Pick<DoublingCurve, 'positions'>,
  comparisons: readonly AdjacentComparison[],
): readonly GainPerDoubling[] {
  return comparisons.map((comparison) => {
    const { left } = comparison
    const doublings = (positions[left + 1] ?? Number.NaN) - (positions[left] ?? Number.NaN)
    const where = { left, doublings }
    if (comparison.state === 'not_identifiable') return { ...where, ...comparison }
    if (Number.isNaN(doublings)) return { ...where, state: 'not_identifiable', reason: 'not_finite' }
    if (doublings === 0) return { ...where, state: 'not_identifiable', reason: 'repeated_position' }
    const { difference, low, high, p, pAdjusted } = comparison
    return {
      ...where,
      state: 'estimated',
      gain: difference / doublings,
      low: low / doublings,
      high: high / doublings,
      p,
      pAdjusted,
    }
  })
}
