import type { RandomStream } from '../../domain/random.ts'
import { quantile } from '../bootstrap-interval.ts'
import { CONFIDENCE, type Interval } from '../interval.ts'

/** The items of a loss curve, drawn again and again. */
export interface ResampledLosses {
  /** Row i is an item, column j a model: losses, above 0 in the mean. */
  readonly values: readonly (readonly number[])[]
  readonly random: RandomStream
  readonly resamples: number
}

/** Above this share of resamples without a fit there are no intervals. */
const MOST_FAILED = 0.05

/**
 * Fits of resamples: items are drawn with replacement, each with its losses at all models. Undefined where more than 5 %
 * could not be fitted.
 * @param fitTo the law of the mean losses of the drawn items, one a model
 */
export function bootstrapLaws<Law>(
  { values, random, resamples }: ResampledLosses,
  fitTo: (losses: readonly number[]) => Law | undefined,
): readonly Law[] | undefined {
  const laws: Law[] = []
  for (let resample = 0; resample < resamples; resample++) {
    const sums = (values[0] ?? []).map(() => 0)
    for (let draw = 0; draw < values.length; draw++) {
      const row = values[random.int(values.length)] ?? []
      for (let model = 0; model < sums.length; model++) sums[model] = (sums[model] ?? 0) + (row[model] ?? 0)
    }
    const law = fitTo(sums.map((sum) => sum / values.length))
    if (law !== undefined) laws.push(law)
  }
  return laws.length < (1 - MOST_FAILED) * resamples ? undefined : laws
}

/** The percentile interval, at 95 %, of a number of each law. */
export function percentileInterval<Law>(laws: readonly Law[], of: (law: Law) => number): Interval {
  const ascending = laws.map(of).sort((a, b) => a - b)
  const tail = (1 - CONFIDENCE) / 2
  return { low: quantile(ascending, tail), high: quantile(ascending, 1 - tail) }
}
