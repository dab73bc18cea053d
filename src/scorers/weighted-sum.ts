import type { AggregateMetric } from '../domain/metric.ts'

/**
 * The score of rows as a function of the weighted sum of their statistics: what `AggregateMetric.prepare` gives for a
 * metric whose rows add up.
 * @param statistics one list a row, all of one length
 * @param scoreOf is given the sum in an array that is used again
 */
export function weightedSum(
  statistics: readonly (readonly number[])[],
  scoreOf: (sum: ArrayLike<number>) => number | undefined,
): ReturnType<AggregateMetric['prepare']> {
  const width = statistics[0]?.length ?? 0
  const all = Float64Array.from(statistics.flat())
  const sum = new Float64Array(width)
  return (weights) => {
    sum.fill(0)
    let rows = 0
    for (let row = 0; row < statistics.length; row++) {
      const weight = weights[row] ?? 0
      if (weight === 0) continue
      rows += weight
      for (let place = 0; place < width; place++)
        sum[place] = (sum[place] ?? 0) + weight * (all[row * width + place] ?? 0)
    }
    return rows === 0 ? undefined : scoreOf(sum)
  }
}
