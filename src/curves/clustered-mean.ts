/** The mean of cluster means and its standard error. */
export interface ClusteredMean {
  readonly mean: number
  /** sd of the cluster means (divisor n − 1) ÷ √n; undefined with one cluster. */
  readonly se: number | undefined
  /** The number of clusters. */
  readonly n: number
}

/**
 * The mean with equal weight per cluster, whose standard error counts clusters, not trials: a cluster is an
 * item with its draws and repeats, or a group of items. Undefined without clusters.
 */
export function clusteredMean(clusterMeans: readonly number[]): ClusteredMean | undefined {
  const n = clusterMeans.length
  if (n === 0) return undefined
  const mean = meanOf(clusterMeans)
  const squares = clusterMeans.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, se: n === 1 ? undefined : Math.sqrt(squares / (n - 1) / n), n }
}

/**
 * How many times the variance of a clustered proportion is that of as many independent trials: se² ÷ (p(1 − p) /
 * trials). Undefined where it cannot be known: all right, all wrong, or one cluster.
 */
export function designEffect({ mean, se }: ClusteredMean, trials: number): number | undefined {
  const variance = (mean * (1 - mean)) / trials
  // A mean of sums of thirds can miss 1 by a rounding error.
  return se === undefined || variance < 1e-15 ? undefined : se ** 2 / variance
}

/**
 * How many independent yes-or-no trials a clustered proportion is worth: trials ÷ max(1, design effect), or the number
 * of clusters where there is no design effect.
 */
export function effectiveTrials(clustered: ClusteredMean, trials: number): number {
  const effect = designEffect(clustered, trials)
  return effect === undefined ? clustered.n : trials / Math.max(1, effect)
}

/** The arithmetic mean; NaN of none. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
