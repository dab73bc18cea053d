import { meanOf } from './clustered-mean.ts'

/** A mean with equal weight per trial, as other harnesses print it, with standard errors clustered by item. */
export interface TrialWeightedMean {
  readonly mean: number
  /** (1/N) √Σ_c (Σ_i (s_i − s̄))²: Miller 2024, the estimator CR0. */
  readonly se: number
  /** CR0 with the small-sample factor G/(G − 1) · (N − 1)/(N − 1); undefined with one cluster. */
  readonly seCr1: number | undefined
}

/** For comparison with trial-weighted output only; clusters hold the trials' scores and may differ in size. */
export function trialWeightedMean(clusters: readonly (readonly number[])[]): TrialWeightedMean {
  const scores = clusters.flat()
  const mean = meanOf(scores)
  const squares = clusters.reduce((sum, cluster) => {
    const residual = cluster.reduce((total, score) => total + score - mean, 0)
    return sum + residual ** 2
  }, 0)
  const se = Math.sqrt(squares) / scores.length
  const count = clusters.length
  return { mean, se, seCr1: count < 2 ? undefined : se * Math.sqrt(count / (count - 1)) }
}
