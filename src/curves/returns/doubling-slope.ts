import { slope, testContrast } from '../verdict/contrast.ts'
import { type DoublingCurve, type NotEstimable, obstacleOf } from './doubling-curve.ts'
import { type EstimatedContrast, estimatedContrast, twoSidedP } from './estimated-contrast.ts'

/** What a doubling brings over the whole curve. */
export interface DoublingSlope extends EstimatedContrast {
  readonly state: 'estimated'
  /** Two-sided, over items. */
  readonly p: number
}

/**
 * The least-squares slope of each item's score on log2, averaged over items: score units per doubling, with t over items.
 * Two positions or more.
 */
export function doublingSlope(curve: DoublingCurve): DoublingSlope | NotEstimable {
  const obstacle = obstacleOf(curve, 2)
  if (obstacle !== undefined) return obstacle
  const { positions, values } = curve
  if (positions.every((position) => position === positions[0]))
    return { state: 'not_identifiable', reason: 'repeated_position' }
  const test = testContrast(values, slope(positions))
  return { state: 'estimated', ...estimatedContrast(test), p: twoSidedP(test) }
}
