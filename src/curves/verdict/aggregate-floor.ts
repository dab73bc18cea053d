import { NORMAL_DF } from '../imported-point.ts'
import { tQuantile } from '../student-t.ts'
import type { ScoreCell } from './cell-contrast.ts'
import type { FloorBand } from './floor-sizes.ts'

/**
 * How many of the smallest sizes are at the floor, as `floorSizes` tells from items: each mean within the band, and the
 * one-sided bound of the mean of all of them too. That mean's standard error is the mean of theirs, as if all sizes
 * erred alike: how much they do cannot be told, and more it cannot be.
 */
export function floorSizesOfCells(cells: readonly ScoreCell[], band: FloorBand, alpha: number): number {
  let count = 0
  let [scores, errors] = [0, 0]
  for (const [column, { score, se }] of cells.slice(0, -1).entries()) {
    if (score > band.high || score < band.low) break
    scores += score
    errors += se
    const bound = (scores + tQuantile(1 - alpha, dfOf(cells.slice(0, column + 1))) * errors) / (column + 1)
    if (bound <= band.high) count = column + 1
  }
  return count
}

function dfOf(cells: readonly ScoreCell[]): number {
  return Math.min(...cells.map(({ items }) => (items === undefined ? NORMAL_DF : Math.max(1, items - 1))))
}
