import type { Interval } from '../interval.ts'
import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { bootstrapBreakpoint, type ResampledItems } from './bootstrap-breakpoint.ts'
import { type CurveCounts, checked, distinctSizes, isFlat } from './curve-counts.ts'
import { fitHinge, type HingeFit, profileOf } from './hinge-fit.ts'
import { likelihoodDrop } from './likelihood-drop.ts'

/** Where the curve of a hinge bends. No test that it bends at all: ψ does not exist where it does not (Davies 1987). */
export interface Breakpoint {
  readonly state: 'fitted'
  readonly fit: HingeFit
  /** Profile likelihood, 95 %, from the least to the greatest breakpoint that is not rejected. */
  readonly profile: Interval
  /** What the profile's threshold was multiplied with, 1 or more: models off the curve widen it. */
  readonly inflation: number
  /** Over items, 95 %; undefined without items, and where all resamples agree. */
  readonly bootstrap?: Interval | undefined
  /** Where it can be said to be. */
  readonly location: BreakpointLocation
}

/**
 * A number, where there is ground for one, else the sizes that both intervals lie between: the same size twice where
 * both are that size alone.
 */
type BreakpointLocation =
  | { readonly kind: 'point'; readonly x: number }
  | { readonly kind: 'between'; readonly low: number; readonly high: number }

/** Fewer models than this never give a number. */
const SIZES_FOR_A_POINT = 8

const SIZES_FOR_A_HINGE = 6

/** Of the profile, in decades of size. */
const GRID = 0.001

/**
 * The breakpoint of the curve with its intervals: where in [x_2, x_(M−1)] a bend raises the likelihood most.
 * @param items the curve's items, for the second interval
 * @throws RangeError for counts that are none
 */
export function estimateBreakpoint(
  counts: CurveCounts,
  items?: ResampledItems,
): Breakpoint | NotIdentifiable<'too_few_sizes' | 'flat' | 'resamples_failed'> {
  checked(counts)
  if (distinctSizes(counts).length < SIZES_FOR_A_HINGE) return notIdentifiable('too_few_sizes')
  if (isFlat(counts)) return notIdentifiable('flat')
  const fit = fitHinge(counts)
  const { drop, inflation } = likelihoodDrop(counts, fit, 4)
  const profile = profileInterval(counts, fit, drop)
  const resampled = items === undefined ? undefined : bootstrapBreakpoint(counts, items)
  if (resampled?.state === 'not_identifiable') return resampled
  const bootstrap = resampled?.interval
  const location = locate(counts, fit, bootstrap === undefined ? [profile] : [profile, bootstrap])
  return { state: 'fitted', fit, profile, inflation, bootstrap, location }
}

function profileInterval(counts: CurveCounts, fit: HingeFit, drop: number): Interval {
  const inner = distinctSizes(counts).slice(1, -1)
  const [from = Number.NaN, to = Number.NaN] = [inner[0], inner.at(-1)]
  const height = profileOf(counts, 1e-6)
  const steps = Math.floor((to - from) / GRID)
  let { breakpoint: low, breakpoint: high } = fit
  for (let step = 0; step <= steps + 1; step++) {
    const at = Math.min(to, from + step * GRID)
    if (fit.logLikelihood - height(at) > drop) continue
    low = Math.min(low, at)
    high = Math.max(high, at)
  }
  return { low, high }
}

function locate(
  counts: CurveCounts,
  { breakpoint }: HingeFit,
  intervals: readonly Interval[],
): BreakpointLocation {
  const sizes = distinctSizes(counts)
  const low = Math.min(...intervals.map((interval) => interval.low))
  const high = Math.max(...intervals.map((interval) => interval.high))
  const left = Math.max(
    0,
    sizes.findLastIndex((size) => size <= low),
  )
  const right = sizes.findIndex((size) => size >= high)
  if (counts.x.length >= SIZES_FOR_A_POINT && right - left <= 1) return { kind: 'point', x: breakpoint }
  return { kind: 'between', low: sizes[left] ?? Number.NaN, high: sizes[right] ?? Number.NaN }
}
