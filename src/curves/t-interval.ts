import { CONFIDENCE, type Interval } from './interval.ts'
import { tQuantile } from './student-t.ts'

/** mean ± t(n − 1) · se, not clipped. @param n the number of independent units, at least 2 */
export function tInterval(mean: number, se: number, n: number, confidence: number = CONFIDENCE): Interval {
  const half = tQuantile(1 - (1 - confidence) / 2, n - 1) * se
  return { low: mean - half, high: mean + half }
}
