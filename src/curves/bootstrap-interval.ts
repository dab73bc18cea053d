import type { RandomStream } from '../domain/random.ts'
import { CONFIDENCE, type Interval } from './interval.ts'

/**
 * Percentile bootstrap over units (items with all their trials): draws as many units with replacement as there
 * are and takes the statistic of each resample.
 */
export function bootstrapInterval<Unit>(
  units: readonly Unit[],
  statistic: (units: readonly Unit[]) => number,
  options: { readonly resamples: number; readonly random: RandomStream; readonly confidence?: number },
): Interval & { readonly sd: number } {
  const { resamples, random, confidence = CONFIDENCE } = options
  const draws = Array.from({ length: resamples }, () =>
    statistic(Array.from(units, () => units[random.int(units.length)] as Unit)),
  ).sort((a, b) => a - b)
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
