import { CONFIDENCE, type Interval } from '../interval.ts'
import type { ItemMatrix } from '../item-matrix.ts'
import { tQuantile } from '../student-t.ts'
import { combined, rise, type SizeScatter, testContrast } from './contrast.ts'

/** Which part of a curve's whole rise one gap holds. */
export interface RiseShare {
  /** Rise in the gap ÷ rise from the smallest to the largest size; undefined where the whole curve does not rise. */
  readonly share: number | undefined
  /** Fieller's; undefined where the whole rise is not surely above 0, so that no share is excluded. */
  readonly interval: Interval | undefined
}

/**
 * The share with its 95 % interval by Fieller's theorem (Fieller 1954, Journal of the Royal Statistical Society B 16,
 * 175–185): all shares s for which the contrast "gap − s · whole" does not differ from 0, so that the interval and the
 * share test of the verdict speak of one statistic.
 * @param left the last column left of the gap
 */
export function shareInterval(
  { x, values }: ItemMatrix,
  left: number,
  scatter: SizeScatter | undefined,
): RiseShare {
  const step = rise(x.length, left, left + 1)
  const whole = rise(x.length, 0, x.length - 1)
  const [a, b, both] = [step, whole, combined(step, 1, whole)].map((weights) =>
    testContrast(values, weights, { scatter }),
  )
  if (a === undefined || b === undefined || both === undefined || b.estimate <= 0)
    return { share: undefined, interval: undefined }
  const share = a.estimate / b.estimate
  const { df } = testContrast(values, combined(step, -share, whole), { scatter })
  const t2 = tQuantile((1 + CONFIDENCE) / 2, df) ** 2
  const covariance = (both.se ** 2 - a.se ** 2 - b.se ** 2) / 2
  // (a − s b)² ≤ t² (var a − 2 s cov + s² var b), a quadratic in s.
  const square = b.estimate ** 2 - t2 * b.se ** 2
  const middle = a.estimate * b.estimate - t2 * covariance
  const constant = a.estimate ** 2 - t2 * a.se ** 2
  if (square <= 0) return { share, interval: undefined }
  const root = Math.sqrt(Math.max(0, middle ** 2 - square * constant))
  return { share, interval: { low: (middle - root) / square, high: (middle + root) / square } }
}
