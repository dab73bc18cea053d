import { fitResiduals, type Residuals } from '../fit-residuals.ts'
import { devianceResidual, logLikelihood } from './binomial.ts'
import { type CurveCounts, distinctSizes } from './curve-counts.ts'
import type { FittedCurve } from './fitted-curve.ts'
import { pooledShare } from './flat-fit.ts'

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

/** The parameters that are searched: share of the way from floor to 1, ln b, m, and the floor. */
type Search = readonly number[]

/** The steepest slope that is tried goes from 10 % to 90 % in this share of the narrowest gap. */
const STEEPEST = 0.02

/** The flattest goes from 10 % to 90 % in this many times the range of sizes. */
const FLATTEST = 100

/** How far the best of the starts is followed: a steep rise within one gap is a long flat way. */
const THOROUGH = { steps: 60, tolerance: 1e-15 }

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
  const best = from
    .map((start) => fitResiduals(problem, start, range))
    .reduce((least, fit) => (fit.squares < least.squares ? fit : least))
  const { parameters } = fitResiduals(problem, best.parameters, range, THOROUGH)
  return fitAt(counts, parameters, hold, range)
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
    jacobian: ([way = 0, lnSlope = 0, midpoint = 0, floor = 0]) => {
      const slope = Math.exp(lnSlope)
      return x.map((size, at) => {
        const rise = 1 / (1 + Math.exp(-slope * (size - midpoint)))
        const steepness = (1 - floor) * way * rise * (1 - rise) * slope
        const { slope: byMean } = residual(floor + (1 - floor) * way * rise, at)
        const partials = [(1 - floor) * rise, steepness * (size - midpoint), -steepness, 1 - way * rise]
        return partials.map((partial) => byMean * partial)
      })
    },
  }
}

function meansAt(
  [way = Number.NaN, lnSlope = Number.NaN, midpoint = Number.NaN, floor = Number.NaN]: Search,
  x: readonly number[],
): readonly number[] {
  const slope = Math.exp(lnSlope)
  return x.map((size) => floor + ((1 - floor) * way) / (1 + Math.exp(-slope * (size - midpoint))))
}

function spreadStarts(counts: CurveCounts, hold: LogisticHold): Search[] {
  const { x, successes, trials } = counts
  const sizes = distinctSizes(counts)
  const shares = trials.map((tried, at) => (successes[at] ?? Number.NaN) / tried)
  const floor = hold.floor ?? Math.min(0.9, Math.min(...shares))
  const wayTo = (share: number) => Math.min(1, Math.max(0.02, (share - floor) / (1 - floor)))
  const { range } = extent(counts)
  const middles = sizes.slice(1).map((size, at) => (size + (sizes[at] ?? Number.NaN)) / 2)
  const slopes =
    hold.slope === undefined ? [2, 0.7, 0.2, 0.05].map((share) => slopeOfWidth(share * range)) : [hold.slope]
  const [first = Number.NaN, last = Number.NaN] = [sizes[0], sizes.at(-1)]
  return [first - range / 4, ...middles, last + range / 4].flatMap((midpoint) => {
    // What a jump at the midpoint would reach, and the highest cell.
    const right = Math.min(x.findLastIndex((size) => size <= midpoint) + 1, x.length - 1)
    const ways = [pooledShare(counts, right, x.length), Math.max(...shares)].map(wayTo)
    return slopes.flatMap((slope) => ways.map((way) => [way, Math.log(slope), midpoint, floor]))
  })
}

function searchOf({ floor, ceiling, slope, midpoint }: LogisticFit): Search {
  return [(ceiling - floor) / (1 - floor), Math.log(slope), midpoint, floor]
}

function fitAt(
  counts: CurveCounts,
  search: Search,
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
