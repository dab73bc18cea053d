import type { CurveCounts } from './curve-counts.ts'
import type { FittedCurve } from './fitted-curve.ts'
import { covarianceOf, fitLogit } from './logit-fit.ts'
import { isSeparated } from './separation.ts'

/** logit(μ) = a + b·x. */
export interface LinearFit extends FittedCurve {
  readonly model: 'linear'
  /** Undefined where sizes with no right answer and sizes with all right are apart: then no slope is too steep. */
  readonly line?:
    | {
        /** a, at x = 0: one parameter. */
        readonly intercept: number
        /** b, logits per decade of size. */
        readonly slope: number
        /** From the Fisher information. */
        readonly slopeSe: number
      }
    | undefined
}

/** The maximum-likelihood fit of a straight line on the logit scale. Two different sizes or more. */
export function fitLinear(counts: CurveCounts): LinearFit {
  const { x } = counts
  // Centred, the two coefficients are all but independent.
  const centre = x.reduce((sum, size) => sum + size, 0) / x.length
  const columns = [x.map(() => 1), x.map((size) => size - centre)]
  const fit = fitLogit(columns, counts)
  const { means, logLikelihood } = fit
  if (isSeparated(columns, counts)) return { model: 'linear', means, logLikelihood }
  const [level = Number.NaN, slope = Number.NaN] = fit.coefficients
  const slopeSe = Math.sqrt(covarianceOf(columns, counts, fit).get(1, 1))
  return {
    model: 'linear',
    means,
    logLikelihood,
    line: { intercept: level - slope * centre, slope, slopeSe },
  }
}
