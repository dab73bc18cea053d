import { aicc } from '../../../src/curves/shape/aicc.ts'
import { pearsonChi2, saturatedLogLikelihood } from '../../../src/curves/shape/binomial.ts'
import { fitFlat } from '../../../src/curves/shape/flat-fit.ts'
import { fitLinear } from '../../../src/curves/shape/linear-fit.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'
import { countsOfCase } from './counts-of-case.ts'

/** The straight line on the logit scale, and the flat curve beside it. */
export function run(one: ReferenceCase): ReferenceOutput {
  const counts = countsOfCase(one)
  const [flat, linear] = [fitFlat(counts), fitLinear(counts)]
  const sizes = counts.x.length
  return {
    intercept: linear.line?.intercept,
    slope_per_decade: linear.line?.slope,
    se_slope: linear.line?.slopeSe,
    loglik: linear.logLikelihood,
    loglik_flat: flat.logLikelihood,
    deviance: 2 * (saturatedLogLikelihood(counts) - linear.logLikelihood),
    pearson_chi2: pearsonChi2(counts, linear.means),
    aicc_flat: aicc(flat.logLikelihood, 1, sizes),
    aicc_linear: aicc(linear.logLikelihood, 2, sizes),
  }
}
