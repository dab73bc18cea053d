import type { RandomStream } from '../../domain/random.ts'
import { bootstrapInterval } from '../bootstrap-interval.ts'
import type { Interval } from '../interval.ts'
import { differencesOf } from './paired-difference.ts'

/** Enough for the percentiles of a mean. */
const RESAMPLES = 10_000

/**
 * Percentile bootstrap interval of the mean of b − a: items are drawn with replacement, both sides of an item together.
 * Beside the t interval where items are few or differences are skewed. Undefined where all resamples agree.
 * @throws RangeError where the sides differ in length
 */
export function bootstrapDifference(
  a: readonly number[],
  b: readonly number[],
  options: { readonly random: RandomStream; readonly resamples?: number; readonly confidence?: number },
): Interval | undefined {
  const differences = differencesOf(a, b)
  const meanOfDrawn = (times: ArrayLike<number>): number => {
    let sum = 0
    for (const [item, difference] of differences.entries()) sum += (times[item] ?? 0) * difference
    return sum / differences.length
  }
  const interval = bootstrapInterval(differences.length, meanOfDrawn, { resamples: RESAMPLES, ...options })
  return interval === undefined ? undefined : { low: interval.low, high: interval.high }
}
