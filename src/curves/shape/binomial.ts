import type { CurveCounts } from './curve-counts.ts'

/** The expected share of each cell, in [0, 1]. */
export type Means = readonly number[]

/** ln-likelihood of the counts, without the binomial coefficients; −∞ where a mean rules out what was seen. */
export function logLikelihood({ successes, trials }: CurveCounts, means: Means): number {
  let sum = 0
  for (let at = 0; at < trials.length; at++) {
    const tried = trials[at] ?? Number.NaN
    const won = successes[at] ?? Number.NaN
    const mean = means[at] ?? Number.NaN
    // What was never seen counts nothing, however unlikely: 0 · ln 0 = 0.
    if (won > 0) sum += won * Math.log(mean)
    if (tried > won) sum += (tried - won) * Math.log1p(-mean)
  }
  return sum
}

/** Σ (K − n·μ)² ÷ (n·μ·(1 − μ)); a cell that is certain and comes true adds 0. */
export function pearsonChi2({ successes, trials }: CurveCounts, means: Means): number {
  return trials.reduce((sum, tried, at) => {
    const mean = means[at] ?? Number.NaN
    const gap = (successes[at] ?? Number.NaN) - tried * mean
    return gap === 0 ? sum : sum + gap ** 2 / (tried * mean * (1 - mean))
  }, 0)
}

/** The ln-likelihood of cells that each have a mean of their own: the most there can be. */
export function saturatedLogLikelihood(counts: CurveCounts): number {
  return logLikelihood(
    counts,
    counts.trials.map((tried, at) => Math.min(1, (counts.successes[at] ?? Number.NaN) / tried)),
  )
}

/** Counts that are closer than this, relative to them, to what is expected: there the deviance is lost in rounding. */
const NEAR = 1e-5

/**
 * Residual whose square is the cell's share of the deviance, so that least squares is maximum likelihood:
 * sign(nμ − K) · √(2 · (l_saturated − l)); McCullagh and Nelder 1989, section 2.4.3.
 * @param mean in (0, 1)
 * @returns the residual and its derivative by μ
 */
export function devianceResidual(
  won: number,
  tried: number,
  mean: number,
): { readonly value: number; readonly slope: number } {
  const lost = tried - won
  const spread = mean * (1 - mean)
  const gap = tried * mean - won
  // The limit of what follows.
  if (Math.abs(gap) <= NEAR * Math.min(won, lost))
    return { value: gap / Math.sqrt(tried * spread), slope: Math.sqrt(tried / spread) }
  const right = won > 0 ? won * Math.log(won / (tried * mean)) : 0
  const wrong = lost > 0 ? lost * Math.log(lost / (tried * (1 - mean))) : 0
  const value = Math.sign(gap) * Math.sqrt(2 * (right + wrong))
  return { value, slope: gap / spread / value }
}
