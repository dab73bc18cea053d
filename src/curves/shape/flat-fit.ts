import { logLikelihood } from './binomial.ts'
import type { CurveCounts } from './curve-counts.ts'
import type { FittedCurve } from './fitted-curve.ts'

/** One share at every size. */
export interface FlatFit extends FittedCurve {
  readonly model: 'flat'
  /** In [0, 1]. */
  readonly share: number
}

/** The maximum-likelihood fit of one share to all cells: the pooled share. */
export function fitFlat(counts: CurveCounts): FlatFit {
  const share = pooledShare(counts, 0, counts.x.length)
  const means = counts.x.map(() => share)
  return { model: 'flat', share, means, logLikelihood: logLikelihood(counts, means) }
}

/** Successes ÷ trials of the cells from `start` up to but without `end`. */
export function pooledShare({ successes, trials }: CurveCounts, start: number, end: number): number {
  const sum = (values: readonly number[]) =>
    values.slice(start, end).reduce((total, value) => total + value, 0)
  return Math.min(1, sum(successes) / sum(trials))
}
