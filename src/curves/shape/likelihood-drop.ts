import { pearsonChi2 } from './binomial.ts'
import type { CurveCounts } from './curve-counts.ts'
import type { FittedCurve } from './fitted-curve.ts'

/** The 95 % point of χ² with one degree of freedom, as the rule rounds it. */
const CHI2_95 = 3.84

/**
 * How far below its maximum a profile ln-likelihood may lie within a 95 % interval: 3.84 ÷ 2, times Pearson's X² ÷ (M −
 * p) of the fit where that is above 1 (quasi-likelihood: McCullagh and Nelder 1989, section 4.5).
 * @param parameters p of the fit; below the number of sizes
 */
export function likelihoodDrop(
  counts: CurveCounts,
  { means }: FittedCurve,
  parameters: number,
): { readonly drop: number; readonly inflation: number } {
  const inflation = Math.max(1, pearsonChi2(counts, means) / (counts.x.length - parameters))
  return { drop: (CHI2_95 * inflation) / 2, inflation }
}
