import { columnOf, type ItemMatrix } from '../item-matrix.ts'
import { sampleMoments } from '../sample-moments.ts'
import { tQuantile } from '../student-t.ts'
import { wilsonInterval } from '../wilson.ts'

/** The scores that count as the floor, in score units. */
export interface FloorBand {
  /** −∞ where any score below counts: worse than guessing is no ability. */
  readonly low: number
  readonly high: number
}

/**
 * How many of the smallest sizes are at the floor: the most, short of all, such that each mean is within the band and so
 * is the pooled mean of all of them with its one-sided bound at level alpha (t over items; Wilson where all items agree).
 * Sizes beyond the first one above the floor are not looked at.
 */
export function floorSizes({ x, values }: ItemMatrix, band: FloorBand, alpha: number): number {
  const pooled = values.map(() => 0)
  let count = 0
  for (let column = 0; column < x.length - 1; column++) {
    const scores = columnOf({ values }, column)
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
    if (mean > band.high || mean < band.low) break
    for (const [item, score] of scores.entries()) pooled[item] = (pooled[item] ?? 0) + score
    const means = pooled.map((sum) => sum / (column + 1))
    const isWithin =
      upperBound(means, alpha) <= band.high &&
      (band.low === Number.NEGATIVE_INFINITY ||
        -upperBound(
          means.map((one) => -one),
          alpha,
        ) >= band.low)
    if (isWithin) count = column + 1
  }
  return count
}

/** One-sided upper bound of the mean. Where all items agree there is no spread, but their number still leaves doubt. */
function upperBound(means: readonly number[], alpha: number): number {
  const { n, mean, sd } = sampleMoments(means, 1)
  if (sd > 0) return mean + (tQuantile(1 - alpha, n - 1) * sd) / Math.sqrt(n)
  const doubt = wilsonInterval(Math.min(1, Math.max(0, mean)), n, 1 - 2 * alpha).high
  return mean < 0 ? mean + doubt : doubt
}
