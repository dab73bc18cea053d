import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import { CONFIDENCE, type Interval } from './interval.ts'

/**
 * Wilson's score interval of a proportion (Wilson 1927), clipped to [0, 1]; exactly 0 or 1 at its end where
 * every answer was wrong or right.
 * @param p the proportion, in [0, 1]
 * @param n the number of trials, or an effective number, which may be fractional; above 0
 */
export function wilsonInterval(p: number, n: number, confidence: number = CONFIDENCE): Interval {
  const z = normalQuantile(1 - (1 - confidence) / 2, 0, 1)
  const shrink = 1 + z ** 2 / n
  const centre = (p + z ** 2 / (2 * n)) / shrink
  const half = (z / shrink) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))
  return {
    low: p === 0 ? 0 : Math.max(0, centre - half),
    high: p === 1 ? 1 : Math.min(1, centre + half),
  }
}
