import { meanOf } from '../clustered-mean.ts'
import { columnOf } from '../item-matrix.ts'
import { alongShots, type NotEstimable } from '../returns/doubling-curve.ts'
import { type DoublingSlope, doublingSlope } from '../returns/doubling-slope.ts'
import type { ShotsMatrix } from '../shots-matrix.ts'

/** β_ICL: what each doubling of k + 1 brings. */
export interface IclSlope extends DoublingSlope {
  /** The line's score without demonstrations, in score units. */
  readonly intercept: number
}

/**
 * The least-squares slope of each item's score on log2(k + 1), averaged over items: score units per doubling, with t over
 * items. Two numbers of demonstrations or more.
 */
export function iclSlope(matrix: ShotsMatrix): IclSlope | NotEstimable {
  const curve = alongShots(matrix)
  const slope = doublingSlope(curve)
  if (slope.state === 'not_identifiable') return slope
  const level = meanOf(matrix.shots.map((_, column) => meanOf(columnOf(matrix, column))))
  return { ...slope, intercept: level - slope.estimate * meanOf(curve.positions) }
}
