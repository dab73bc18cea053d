import type { RandomStream } from '../../domain/random.ts'
import { bootstrapInterval } from '../bootstrap-interval.ts'
import type { Interval } from '../interval.ts'
import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { type CurveCounts, distinctSizes, isFlat } from './curve-counts.ts'
import { bestBreakpoint } from './hinge-fit.ts'

/** The items of a curve, drawn again and again. */
export interface ResampledItems {
  /** Row i is an item, column j a size, in [0, 1]. */
  readonly values: readonly (readonly number[])[]
  readonly random: RandomStream
  /** 1000 where not told. */
  readonly resamples?: number
}

const RESAMPLES = 1000

/** A twentieth of a standard error is exact enough for a percentile. */
const ROUGHLY = { tolerance: 2e-3, exactness: 1e-3 }

/** Places that a resample's search tries first, one a gap at least. */
const PLACES = 16

/** Above this share of resamples without a breakpoint there is none. */
const MOST_FAILED = 0.05

/**
 * Percentile interval of the breakpoint over items: each resample draws items with all their sizes, and keeps the
 * cells' effective numbers of trials. A resample whose cells are all alike has no breakpoint and has failed.
 */
export function bootstrapBreakpoint(
  counts: CurveCounts,
  { values, random, resamples = RESAMPLES }: ResampledItems,
): { readonly state: 'resampled'; readonly interval?: Interval } | NotIdentifiable<'resamples_failed'> {
  const perGap = Math.max(1, Math.round(PLACES / (distinctSizes(counts).length - 3)))
  let failed = 0
  const statistic = (times: ArrayLike<number>): number | undefined => {
    const drawn = drawnCounts(counts, values, times)
    if (!isFlat(drawn)) return bestBreakpoint(drawn, { perGap, ...ROUGHLY })
    failed++
    return undefined
  }
  const found = bootstrapInterval(values.length, statistic, { resamples, random })
  if (failed > MOST_FAILED * resamples) return notIdentifiable('resamples_failed')
  return { state: 'resampled', ...(found && { interval: { low: found.low, high: found.high } }) }
}

function drawnCounts(
  { x, trials }: CurveCounts,
  values: readonly (readonly number[])[],
  times: ArrayLike<number>,
): CurveCounts {
  const sums = x.map(() => 0)
  for (let item = 0; item < values.length; item++) {
    const [count = 0, row = []] = [times[item], values[item]]
    if (count === 0) continue
    for (let size = 0; size < sums.length; size++) sums[size] = (sums[size] ?? 0) + count * (row[size] ?? 0)
  }
  const successes = sums.map((sum, size) => {
    const tried = trials[size] ?? Number.NaN
    return Math.min(tried, (sum / values.length) * tried)
  })
  return { x, successes, trials }
}
