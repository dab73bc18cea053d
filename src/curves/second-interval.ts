import { sampleSkewness } from 'simple-statistics'
import type { RandomStream } from '../domain/random.ts'
import { bootstrapInterval } from './bootstrap-interval.ts'
import type { Cell } from './cell.ts'
import { clusteredMean } from './clustered-mean.ts'
import type { CurveMetric } from './curve-context.ts'
import type { Interval } from './interval.ts'
import { unitMeans } from './metric-sums.ts'
import { scoredCells } from './scored-cells.ts'
import { tInterval } from './t-interval.ts'

/** Below so many items, or beyond so much skew, the t interval of a mean is not to be trusted alone. */
const FEW_ITEMS = 30
const MUCH_SKEW = 2

const RESAMPLES = 10_000

/** A mean of scores that are not just right or wrong, with its t interval and a second one by resampling items. */
export interface SecondInterval {
  readonly cell: Cell
  /** Items, or groups where items share one. */
  readonly n: number
  readonly mean: number
  /** Adjusted Fisher–Pearson coefficient; undefined below three items, or where all score alike. */
  readonly skew: number | undefined
  readonly t: Interval
  /** Percentile bootstrap over items; undefined where all resamples agree. */
  readonly bootstrap: Interval | undefined
}

/**
 * The cells whose t interval wants a second one beside it: fewer than 30 items, or a skew beyond ±2, where t may cover
 * less than it says. The second is the percentile bootstrap over items with 10,000 resamples (Efron and Tibshirani 1993,
 * An Introduction to the Bootstrap, section 13.3), without a correction for bias: of few items it is too narrow itself,
 * so that both are told and neither replaces the other.
 * @param streamOf a stream of random numbers for each cell
 */
export function secondIntervals(
  cells: readonly Cell[],
  metric: CurveMetric,
  streamOf: (cell: Cell) => RandomStream,
): readonly SecondInterval[] {
  return scoredCells(cells, metric).flatMap(({ cell, sums }): SecondInterval[] => {
    if (metric.kind === 'discontinuous' && !sums.fractional) return []
    const scores = unitMeans(sums, cell.items, { trials: 'scored' })
    const found = clusteredMean(scores)
    const skew = skewOf(scores)
    if (found?.se === undefined || (found.n >= FEW_ITEMS && Math.abs(skew ?? 0) <= MUCH_SKEW)) return []
    const { n, mean, se } = found
    const bootstrap = bootstrapInterval(n, (times) => meanDrawn(scores, times), {
      resamples: RESAMPLES,
      random: streamOf(cell),
    })
    return [{ cell, n, mean, skew, t: tInterval(mean, se, n), bootstrap }]
  })
}

function skewOf(scores: readonly number[]): number | undefined {
  if (scores.length < 3 || scores.every((score) => score === scores[0])) return undefined
  return sampleSkewness([...scores])
}

function meanDrawn(scores: readonly number[], times: ArrayLike<number>): number {
  return scores.reduce((sum, score, at) => sum + score * (times[at] ?? 0), 0) / scores.length
}
