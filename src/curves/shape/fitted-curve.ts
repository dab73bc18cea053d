/** What a fit of any shape tells. */
export interface FittedCurve {
  /** Expected share of each cell, in [0, 1]. */
  readonly means: readonly number[]
  /** Binomial ln-likelihood, without the binomial coefficients. */
  readonly logLikelihood: number
}
