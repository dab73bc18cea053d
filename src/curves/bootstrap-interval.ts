import type { Score } from '../domain/metric.ts'
import type { RandomStream } from '../domain/random.ts'
import { CONFIDENCE, type Interval } from './interval.ts'

/** Above this share of resamples without a statistic there is no interval. */
const MOST_MISSING = 0.05

/**
 * Percentile bootstrap over units (items with all their trials): draws as many units with replacement as there
 * are and takes the statistic of each resample. Undefined where more than 5 % of the resamples have none, and where all
 * agree: that no answer was right, for instance, leaves doubt that resampling does not show.
 * @param statistic told how often each unit was drawn; the array is used again for the next resample
 */
export function bootstrapInterval(
  units: number,
  statistic: (times: ArrayLike<number>) => Score,
  options: { readonly resamples: number; readonly random: RandomStream; readonly confidence?: number },
): (Interval & { readonly sd: number }) | undefined {
  const { resamples, random, confidence = CONFIDENCE } = options
  const times = new Uint32Array(units)
  const found: number[] = []
  for (let resample = 0; resample < resamples; resample++) {
    times.fill(0)
    for (let draw = 0; draw < units; draw++) {
      const drawn = random.int(units)
      times[drawn] = (times[drawn] ?? 0) + 1
    }
    const value = statistic(times)
    if (value !== undefined) found.push(value)
  }
  if (found.length < Math.max(2, (1 - MOST_MISSING) * resamples)) return undefined
  const draws = found.sort((a, b) => a - b)
  if (draws[0] === draws.at(-1)) return undefined
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length
  const squares = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const tail = (1 - confidence) / 2
  return {
    low: quantile(draws, tail),
    high: quantile(draws, 1 - tail),
    sd: Math.sqrt(squares / (draws.length - 1)),
  }
}

/** Linear interpolation between order statistics (Hyndman and Fan's type 7) of ascending values. */
export function quantile(ascending: readonly number[], probability: number): number {
  const position = (ascending.length - 1) * probability
  const below = ascending[Math.floor(position)] ?? Number.NaN
  const above = ascending[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}
