import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import type { RandomStream } from '../../domain/random.ts'
import { quantile } from '../bootstrap-interval.ts'
import { CONFIDENCE, type Interval } from '../interval.ts'

/** The mean losses of models, drawn again and again. */
export interface ResampledLosses {
  /** Losses of one resample, one a model. */
  draw(): readonly number[]
  readonly resamples: number
}

/** Refits of a law: enough for the percentiles of an interval. */
const RESAMPLES = 500

/** Above this share of resamples without a fit there are no intervals. */
const MOST_FAILED = 0.05

interface ResampleOptions {
  readonly random: RandomStream
  /** 500 where not told. */
  readonly resamples?: number | undefined
}

/**
 * Items drawn with replacement, each with its losses at all models.
 * @param values row i is an item, column j a model
 */
export function resampledItems(
  values: readonly (readonly number[])[],
  { random, resamples = RESAMPLES }: ResampleOptions,
): ResampledLosses {
  const draw = (): number[] => {
    const sums = (values[0] ?? []).map(() => 0)
    for (let taken = 0; taken < values.length; taken++) {
      const row = values[random.int(values.length)] ?? []
      for (let model = 0; model < sums.length; model++) sums[model] = (sums[model] ?? 0) + (row[model] ?? 0)
    }
    return sums.map((sum) => sum / values.length)
  }
  return { draw, resamples }
}

/**
 * Mean losses of which no items are known, each drawn from the normal distribution that its standard error tells, one
 * model independent of the other.
 */
export function resampledErrors(
  losses: readonly number[],
  errors: readonly number[],
  { random, resamples = RESAMPLES }: ResampleOptions,
): ResampledLosses {
  const draw = () =>
    losses.map((loss, model) => {
      // The middle of each of the 2³² steps of a unit: 0 would be infinitely far out.
      const z = normalQuantile(random.unit() + 2 ** -33, 0, 1)
      return loss + (errors[model] ?? Number.NaN) * z
    })
  return { draw, resamples }
}

/**
 * Fits of resamples. Undefined where more than 5 % could not be fitted, as those cannot in which some model loses
 * nothing.
 * @param fitTo the law of the losses of a resample
 */
export function bootstrapLaws<Law>(
  { draw, resamples }: ResampledLosses,
  fitTo: (losses: readonly number[]) => Law | undefined,
): readonly Law[] | undefined {
  const laws: Law[] = []
  for (let resample = 0; resample < resamples; resample++) {
    const losses = draw()
    const law = losses.every((loss) => loss > 0) ? fitTo(losses) : undefined
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

/** An interval wider than this factor tells little of an exponent. */
const WIDEST = 3

/** Whether an exponent's interval is wider than a factor of 3, or reaches 0. */
export function isWide({ low, high }: Interval): boolean {
  return !(high <= WIDEST * low)
}
