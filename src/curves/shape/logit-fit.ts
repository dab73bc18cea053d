import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix'
import { logLikelihood } from './binomial.ts'
import type { CurveCounts } from './curve-counts.ts'

/** What multiplies each coefficient, cell by cell. */
export type Columns = readonly (readonly number[])[]

/** A maximum-likelihood fit of logit(μ) = Σ β_c · column_c. */
export interface LogitFit {
  /** One a column. Where the counts are separated they have no meaning, but the means and the likelihood do. */
  readonly coefficients: readonly number[]
  readonly means: readonly number[]
  /** The maximum, or what it tends to as the coefficients grow. */
  readonly logLikelihood: number
  /** Where to begin a fit to nearly the same columns: the coefficients, or a way before they ran off. */
  readonly start: readonly number[]
}

const MOST_STEPS = 100

/** A last step that moves a cell by more than this on the logit scale was not about to end. */
const STILL_MOVING = 0.1

/** Once a step gains less than this in ln-likelihood, the coefficients are near their end or on their way off. */
const NEARLY_DONE = 0.3

/** Steps are halved down to this. */
const SHORTEST = 1e-6

/**
 * Logistic regression by Newton's method, which for the logit is Fisher scoring (McCullagh and Nelder 1989, section
 * 2.5), with steps halved until the likelihood rises: it has no second maximum.
 * @param start coefficients to begin from; zeros where not told
 * @param tolerance a gain in ln-likelihood that ends the search
 */
export function fitLogit(
  columns: Columns,
  counts: CurveCounts,
  {
    start,
    tolerance = 1e-10,
  }: { readonly start?: readonly number[] | undefined; readonly tolerance?: number } = {},
): LogitFit {
  const zeros = columns.map(() => 0)
  let early: readonly number[] | undefined
  let fit = at(columns, counts, start ?? zeros)
  for (let step = 0; step < MOST_STEPS; step++) {
    const { direction, promise } = newtonStep(columns, counts, fit.means)
    const next = uphill(columns, counts, fit, direction)
    const gain = next.logLikelihood - fit.logLikelihood
    // Those before the step: from fit to fit, coefficients that run off must not run farther.
    if (!(gain > NEARLY_DONE)) early ??= fit.coefficients
    if (gain > 0) fit = next
    if (gain > tolerance) continue
    // From a start where cells are certain and wrong, the likelihood is too flat to climb.
    if (start !== undefined && !(promise < NEARLY_DONE)) return fitLogit(columns, counts, { tolerance })
    const bounded = farthest(columns, direction) < STILL_MOVING
    return { ...fit, start: bounded ? fit.coefficients : (early ?? zeros) }
  }
  return { ...fit, start: early ?? zeros }
}

/** Inverse of the Fisher information at a fit: variances of the coefficients on the diagonal. */
export function covarianceOf(columns: Columns, { trials }: CurveCounts, { means }: LogitFit): Matrix {
  return inverse(information(columns, trials, means))
}

type Point = Omit<LogitFit, 'start'>

function at(columns: Columns, counts: CurveCounts, coefficients: readonly number[]): Point {
  const means: number[] = []
  for (let cell = 0; cell < counts.x.length; cell++)
    means.push(1 / (1 + Math.exp(-predictor(columns, coefficients, cell))))
  return { coefficients, means, logLikelihood: logLikelihood(counts, means) }
}

function predictor(columns: Columns, coefficients: readonly number[], cell: number): number {
  let sum = 0
  for (let which = 0; which < columns.length; which++)
    sum += (columns[which]?.[cell] ?? Number.NaN) * (coefficients[which] ?? Number.NaN)
  return sum
}

function farthest(columns: Columns, direction: readonly number[]): number {
  let most = 0
  for (let cell = 0; cell < (columns[0]?.length ?? 0); cell++)
    most = Math.max(most, Math.abs(predictor(columns, direction, cell)))
  return most
}

function uphill(columns: Columns, counts: CurveCounts, from: Point, direction: readonly number[]): Point {
  for (let share = 1; ; share /= 2) {
    const moved = from.coefficients.map((value, which) => value + share * (direction[which] ?? 0))
    const next = at(columns, counts, moved)
    if (next.logLikelihood >= from.logLikelihood || share < SHORTEST) return next
  }
}

/** The step, and twice what it promises to gain in ln-likelihood. */
function newtonStep(
  columns: Columns,
  { successes, trials }: CurveCounts,
  means: readonly number[],
): { readonly direction: readonly number[]; readonly promise: number } {
  const score = columns.map((column) => {
    let sum = 0
    for (let cell = 0; cell < column.length; cell++)
      sum += (column[cell] ?? 0) * ((successes[cell] ?? 0) - (trials[cell] ?? 0) * (means[cell] ?? 0))
    return sum
  })
  const known = information(columns, trials, means)
  // Where cells are as good as certain the information vanishes; a trace of it keeps the step finite.
  const least = 1e-12 * known.trace() + Number.MIN_VALUE
  for (let which = 0; which < columns.length; which++)
    known.set(which, which, known.get(which, which) + least)
  const decomposition = new CholeskyDecomposition(known)
  if (!decomposition.isPositiveDefinite()) return { direction: columns.map(() => 0), promise: Infinity }
  const direction = decomposition.solve(Matrix.columnVector(score)).to1DArray()
  return { direction, promise: score.reduce((sum, value, which) => sum + value * (direction[which] ?? 0), 0) }
}

/** Σ n·μ·(1 − μ)·(column_a · column_b) over cells. */
function information(columns: Columns, trials: readonly number[], means: readonly number[]): Matrix {
  const weights = means.map((mean, cell) => (trials[cell] ?? Number.NaN) * mean * (1 - mean))
  const found = Matrix.zeros(columns.length, columns.length)
  for (let a = 0; a < columns.length; a++) {
    const weighted = (columns[a] ?? []).map((value, cell) => value * (weights[cell] ?? Number.NaN))
    for (let b = a; b < columns.length; b++) {
      const column = columns[b] ?? []
      let sum = 0
      for (let cell = 0; cell < weighted.length; cell++) sum += (weighted[cell] ?? 0) * (column[cell] ?? 0)
      found.set(a, b, sum)
      found.set(b, a, sum)
    }
  }
  return found
}
