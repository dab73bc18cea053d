import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { type Bounds, within } from '../fit-residuals.ts'
import { logLikelihood } from './binomial.ts'
import type { CurveCounts } from './curve-counts.ts'
import { type LogisticSearch, meansAt, slopesAt } from './logistic-means.ts'

/** Where a climb has come to. */
interface Place {
  readonly search: LogisticSearch
  readonly logLikelihood: number
}

const MOST_STEPS = 60

/** A gain in ln-likelihood that ends a climb: far below what any interval or AICc can feel. */
const LEAST_GAIN = 1e-10

/** What the diagonal is raised by, relative to Fisher's, until the likelihood rises: the step turns and shortens. */
const DAMPINGS = [0, 1e-4, 1e-2, 1, 100, 1e4, 1e6]

/** Of the differences that the curvature is taken from. */
const DIFFERENCE = 1e-5

/**
 * Climbs the likelihood of a logistic curve from a place near its top. Least squares of deviance residuals takes the
 * curvature for that of a curve that fits; where none does, a step is too long and the search ends below the top. Here
 * each step is damped until the likelihood rises (Levenberg 1944): Newton's, and Fisher's, whose matrix is never
 * indefinite (McCullagh and Nelder 1989, section 2.5); the better counts. What is at a bound and would leave stays there.
 */
export function climbLogistic(counts: CurveCounts, start: LogisticSearch, bounds: Bounds): Place {
  let place = placeAt(counts, within(start, bounds))
  if (!Number.isFinite(place.logLikelihood)) return place
  for (let step = 0; step < MOST_STEPS; step++) {
    const score = scoreAt(counts, place.search)
    const free = freeOf(place.search, score, bounds)
    const information = fisher(counts, place.search)
    const next = [information, curvature(counts, place.search, free)]
      .map((matrix) => uphill(counts, place, { matrix, information, score, free, bounds }))
      .reduce((best, one) => (one.logLikelihood > best.logLikelihood ? one : best), place)
    const gain = next.logLikelihood - place.logLikelihood
    place = next
    if (!(gain > LEAST_GAIN)) break
  }
  return place
}

function placeAt(counts: CurveCounts, search: LogisticSearch): Place {
  return { search, logLikelihood: logLikelihood(counts, meansAt(search, counts.x)) }
}

/** dl ÷ dθ, one a parameter. */
function scoreAt(counts: CurveCounts, search: LogisticSearch): readonly number[] {
  const { x, successes, trials } = counts
  const means = meansAt(search, x)
  const slopes = slopesAt(search, x)
  const score = search.map(() => 0)
  for (const [cell, mean] of means.entries()) {
    const gap = (successes[cell] ?? Number.NaN) - (trials[cell] ?? Number.NaN) * mean
    // A cell that is certain and comes true pulls nowhere.
    if (gap === 0) continue
    for (let which = 0; which < score.length; which++)
      score[which] = (score[which] ?? 0) + (gap / (mean * (1 - mean))) * (slopes[cell]?.[which] ?? 0)
  }
  return score
}

function fisher({ x, trials }: CurveCounts, search: LogisticSearch): Matrix {
  const slopes = slopesAt(search, x)
  const found = Matrix.zeros(search.length, search.length)
  for (const [cell, mean] of meansAt(search, x).entries()) {
    const spread = mean * (1 - mean)
    if (spread === 0) continue
    const [weight, row] = [(trials[cell] ?? Number.NaN) / spread, slopes[cell] ?? []]
    for (let a = 0; a < row.length; a++)
      for (let b = 0; b < row.length; b++)
        found.set(a, b, found.get(a, b) + weight * ((row[a] ?? 0) * (row[b] ?? 0)))
  }
  return found
}

/** −d²l ÷ dθ², by differences of the score. */
function curvature(counts: CurveCounts, search: LogisticSearch, free: readonly number[]): Matrix {
  const found = Matrix.zeros(search.length, search.length)
  for (const which of free) {
    const beside = (step: number) => scoreAt(counts, search.with(which, (search[which] ?? 0) + step))
    const [below, above] = [beside(-DIFFERENCE), beside(DIFFERENCE)]
    for (const other of free)
      found.set(which, other, ((below[other] ?? 0) - (above[other] ?? 0)) / (2 * DIFFERENCE))
  }
  return found.add(found.transpose()).mul(0.5)
}

/** The parameters that are not at a bound that the likelihood rises towards, and not held. */
function freeOf(search: LogisticSearch, score: readonly number[], { low, high }: Bounds): readonly number[] {
  return search.flatMap((value, which) => {
    const [least = -Infinity, most = Infinity, slope = 0] = [low[which], high[which], score[which]]
    const stays = (value <= least && slope <= 0) || (value >= most && slope >= 0)
    return least < most && !stays ? [which] : []
  })
}

/** What a step is made from. */
interface Slope {
  readonly matrix: Matrix
  readonly information: Matrix
  readonly score: readonly number[]
  readonly free: readonly number[]
  readonly bounds: Bounds
}

/** The first step, from the least damped on, that gains; else where it was. */
function uphill(counts: CurveCounts, from: Place, slope: Slope): Place {
  for (const damping of DAMPINGS) {
    const direction = directionOf(slope, damping)
    if (direction === undefined) continue
    const moved = from.search.map((value, which) => value + (direction[which] ?? 0))
    const next = placeAt(counts, within(moved, slope.bounds))
    if (next.logLikelihood > from.logLikelihood) return next
  }
  return from
}

/** The step to the top of the damped parabola; undefined where it has none. */
function directionOf({ matrix, information, score, free }: Slope, damping: number): number[] | undefined {
  if (free.length === 0) return undefined
  const part = matrix.selection([...free], [...free])
  const least = 1e-12 * information.trace() + Number.MIN_VALUE
  for (const [at, which] of free.entries())
    part.set(at, at, part.get(at, at) + damping * information.get(which, which) + least)
  // Where a mean has run to 0 or 1 there is no curvature to be had.
  if (!part.to1DArray().every(Number.isFinite)) return undefined
  const decomposition = new CholeskyDecomposition(part)
  if (!decomposition.isPositiveDefinite()) return undefined
  const steps = decomposition.solve(Matrix.columnVector(free.map((which) => score[which] ?? 0))).to1DArray()
  return score.map((_, which) => steps[free.indexOf(which)] ?? 0)
}
