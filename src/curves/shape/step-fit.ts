import { logLikelihood } from './binomial.ts'
import type { CurveCounts } from './curve-counts.ts'
import type { FittedCurve } from './fitted-curve.ts'
import { pooledShare } from './flat-fit.ts'

/** One share up to a size, another from the next size on. Where between the two the step is, no data tell. */
export interface StepFit extends FittedCurve {
  readonly model: 'step'
  /** Index of the last size left of the step, from 0. */
  readonly after: number
  /** The share left of the step. */
  readonly left: number
  /** The share right of the step; a step may fall. */
  readonly right: number
}

/** The maximum-likelihood step: every gap between two different sizes is tried; of equals the first. */
export function fitStep(counts: CurveCounts): StepFit {
  const { x } = counts
  const fits = x
    .slice(0, -1)
    .flatMap((size, after) => (size === x[after + 1] ? [] : [stepAfter(counts, after)]))
  const best = fits.reduce<StepFit | undefined>(
    (most, fit) => (most === undefined || fit.logLikelihood > most.logLikelihood ? fit : most),
    undefined,
  )
  if (best === undefined) throw new RangeError('a step needs two different sizes')
  return best
}

function stepAfter(counts: CurveCounts, after: number): StepFit {
  const { x } = counts
  const left = pooledShare(counts, 0, after + 1)
  const right = pooledShare(counts, after + 1, x.length)
  const means = x.map((_, at) => (at <= after ? left : right))
  return { model: 'step', after, left, right, means, logLikelihood: logLikelihood(counts, means) }
}
