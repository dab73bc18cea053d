import { createRequire } from 'node:module'
import type tQuantile from '@stdlib/stats-base-dists-t-quantile'
import { CONFIDENCE, type Interval } from './interval.ts'

const require = createRequire(import.meta.url)

let quantile: typeof tQuantile | undefined

/** mean ± t(n − 1) · se, not clipped. @param n the number of independent units, at least 2 */
export function tInterval(mean: number, se: number, n: number, confidence: number = CONFIDENCE): Interval {
  // Loaded when first needed: the package is 300 files, and a run of few trials needs no t.
  quantile ??= require('@stdlib/stats-base-dists-t-quantile') as typeof tQuantile
  const half = quantile(1 - (1 - confidence) / 2, n - 1) * se
  return { low: mean - half, high: mean + half }
}
