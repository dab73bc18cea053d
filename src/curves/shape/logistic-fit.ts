import { fitResiduals, type Residuals } from '../fit-residuals.ts'
import { devianceResidual, logLikelihood } from './binomial.ts'
import { climbLogistic } from './climb-logistic.ts'
import { type CurveCounts, distinctSizes } from './curve-counts.ts'
import type { FittedCurve } from './fitted-curve.ts'
import { pooledShare } from './flat-fit.ts'
import { type LogisticSearch, meansAt, slopesAt } from './logistic-means.ts'

/** μ = floor + (ceiling − floor) ÷ (1 + exp(−b·(x − m))), floor < ceiling ≤ 1, b > 0. */
export interface LogisticFit extends FittedCurve {
  readonly model: 'logistic' | 'logistic_free_floor'
  readonly floor: number
  readonly ceiling: number
  /** b, per decade of size. */
  readonly slope: number
  /** m, in the units of x. */
  readonly midpoint: number
  /** The parameters that ended at the edge of what is allowed. */
  readonly atBound: readonly LogisticParameter[]
}

type LogisticParameter = 'floor' | 'ceiling' | 'slope' | 'midpoint'

/** The steepest slope that is tried goes from 10 % to 90 % in this share of the narrowest gap. */
const STEEPEST = 0.02

/** The flattest goes from 10 % to 90 % in this many times the range of sizes. */
const FLATTEST = 100

/** How far the best of the starts is followed: a steep rise within one gap is a long flat way. */
const THOROUGH = { steps: 60, tolerance: 1e-15 }

/** So many of the best fits are climbed on from: on data that no logistic follows, least squares stops on the way. */
const CLIMBED = 6

/** What is held fixed. */
export interface LogisticHold {
  /** In [0, 1); searched where not told. */
  readonly floor?: number | undefined
  /** b; searched where not told. */
  readonly slope?: number | undefined
}

/**
 * The maximum-likelihood logistic curve: the best of Levenberg–Marquardt fits to deviance residuals from starts that
 * spread over midpoints, slopes and ceilings. Two different sizes or more.
 * @param starts fits to begin from in place of the spread ones
 */
export function fitLogistic(
  counts: CurveCounts,
  hold: LogisticHold,
  starts?: readonly LogisticFit[],
): LogisticFit {
  const range = limitsOf(counts, hold)
  const problem = residualsOf(counts)
  const from = starts === undefined ? spreadStarts(counts, hold) : starts.map(searchOf)
  // By the likelihood: the residuals of a cell that is all but ruled out are cut off, and would make light of it.
  const fits = from
    .map((start) => fitResiduals(problem, start, range).parameters)
    .map((search) => ({ search, unlikely: -logLikelihood(counts, meansAt(search, counts.x)) }))
    .toSorted((a, b) => (a.unlikely === b.unlikely ? 0 : a.unlikely - b.unlikely))
    .map(({ search }) => search)
  const [best, ...next] = fits.slice(0, CLIMBED)
  if (best === undefined) throw new RangeError('a fit needs a start')
  const { parameters: first } = fitResiduals(problem, best, range, THOROUGH)
  const others = first === best ? next : [best, ...next]
  const top = others
    .map((search) => climbLogistic(counts, search, range))
    .reduce(
      (most, one) => (one.logLikelihood > most.logLikelihood ? one : most),
      climbLogistic(counts, first, range),
    )
  return fitAt(counts, top.search, hold, range)
}

/** The range of sizes and the narrowest gap between two of them, in decades. */
function extent(counts: CurveCounts): { readonly range: number; readonly narrowest: number } {
  const sizes = distinctSizes(counts)
  const gaps = sizes.slice(1).map((size, at) => size - (sizes[at] ?? Number.NaN))
  return { range: (sizes.at(-1) ?? Number.NaN) - (sizes[0] ?? Number.NaN), narrowest: Math.min(...gaps) }
}

/** The slopes that are tried, per decade. */
export function slopeRange(counts: CurveCounts): { readonly low: number; readonly high: number } {
  const { range, narrowest } = extent(counts)
  return { low: slopeOfWidth(FLATTEST * range), high: slopeOfWidth(STEEPEST * narrowest) }
}

/** b of the logistic curve that rises from 10 % to 90 % within this width; its own inverse. */
export function slopeOfWidth(width: number): number {
  return (2 * Math.log(9)) / width
}

function limitsOf(counts: CurveCounts, { floor, slope }: LogisticHold) {
  const { range } = extent(counts)
  const slopes = slopeRange(counts)
  const [first = Number.NaN, last = Number.NaN] = [counts.x[0], counts.x.at(-1)]
  return {
    low: [1e-9, Math.log(slope ?? slopes.low), first - 3 * range, floor ?? 0],
    high: [1, Math.log(slope ?? slopes.high), last + 3 * range, floor ?? 1 - 1e-9],
  }
}

/** Means this close to 0 or 1 would make the deviance residual infinite. */
const EDGE = 1e-12

function residualsOf({ x, successes, trials }: CurveCounts): Residuals {
  const residual = (mean: number, at: number) =>
    devianceResidual(
      successes[at] ?? Number.NaN,
      trials[at] ?? Number.NaN,
      Math.min(1 - EDGE, Math.max(EDGE, mean)),
    )
  return {
    values: (search) => meansAt(search, x).map((mean, at) => residual(mean, at).value),
    jacobian: (search) => {
      const means = meansAt(search, x)
      return slopesAt(search, x).map((partials, at) => {
        const { slope } = residual(means[at] ?? Number.NaN, at)
        return partials.map((partial) => slope * partial)
      })
    },
  }
}

function spreadStarts(counts: CurveCounts, hold: LogisticHold): LogisticSearch[] {
  const { x, successes, trials } = counts
  const sizes = distinctSizes(counts)
  const shares = trials.map((tried, at) => (successes[at] ?? Number.NaN) / tried)
  const lowest = hold.floor ?? Math.min(0.9, Math.min(...shares))
  const wayTo = (share: number, floor: number) => Math.min(1, Math.max(0.02, (share - floor) / (1 - floor)))
  const { range, narrowest } = extent(counts)
  const middles = sizes.slice(1).map((size, at) => (size + (sizes[at] ?? Number.NaN)) / 2)
  const spread =
    hold.slope === undefined ? [2, 0.7, 0.2, 0.05].map((share) => slopeOfWidth(share * range)) : [hold.slope]
  const [first = Number.NaN, last = Number.NaN] = [sizes[0], sizes.at(-1)]
  // A rise so steep that one size is on it and its neighbours are not has a top of its own.
  const steep = hold.slope === undefined ? [slopeOfWidth(narrowest / 2)] : []
  const places = [
    ...[first - range / 4, ...middles, last + range / 4].map((midpoint) => ({ midpoint, slopes: spread })),
    ...sizes.slice(1, -1).map((midpoint) => ({ midpoint, slopes: steep })),
  ]
  return places.flatMap(({ midpoint, slopes }) => {
    // What a jump at the midpoint would reach, and the highest cell; and what a jump would start from.
    const right = Math.min(x.findLastIndex((size) => size <= midpoint) + 1, x.length - 1)
    const reached = pooledShare(counts, right, x.length)
    const levels = [reached, Math.max(...shares)].map((ceiling) => ({ ceiling, floor: lowest }))
    if (hold.floor === undefined && right > 0)
      levels.push({ ceiling: reached, floor: Math.min(0.9, pooledShare(counts, 0, right)) })
    return slopes.flatMap((slope) =>
      levels.map(({ ceiling, floor }) => [wayTo(ceiling, floor), Math.log(slope), midpoint, floor]),
    )
  })
}

function searchOf({ floor, ceiling, slope, midpoint }: LogisticFit): LogisticSearch {
  return [(ceiling - floor) / (1 - floor), Math.log(slope), midpoint, floor]
}

function fitAt(
  counts: CurveCounts,
  search: LogisticSearch,
  hold: LogisticHold,
  { low, high }: { readonly low: readonly number[]; readonly high: readonly number[] },
): LogisticFit {
  const [way = Number.NaN, lnSlope = Number.NaN, midpoint = Number.NaN, floor = Number.NaN] = search
  const means = meansAt(search, counts.x)
  const names: readonly LogisticParameter[] = ['ceiling', 'slope', 'midpoint', 'floor']
  const atBound = names.filter(
    (_, which) =>
      low[which] !== high[which] && (search[which] === low[which] || search[which] === high[which]),
  )
  return {
    model: hold.floor === undefined ? 'logistic_free_floor' : 'logistic',
    floor,
    ceiling: floor + (1 - floor) * way,
    slope: Math.exp(lnSlope),
    midpoint,
    means,
    logLikelihood: logLikelihood(counts, means),
    atBound,
  }
}
