import { createRequire } from 'node:module'
import type tCdf from '@stdlib/stats-base-dists-t-cdf'
import type tQuantileOf from '@stdlib/stats-base-dists-t-quantile'

const require = createRequire(import.meta.url)

let cdf: typeof tCdf | undefined
let quantile: typeof tQuantileOf | undefined

/**
 * P(T ≥ t) of Student's t: exact far out in the tail, where 1 − P(T < t) would be 0.
 * @param df degrees of freedom, above 0; they may be fractional
 */
export function tUpperTail(t: number, df: number): number {
  // Loaded when first needed: the package is some hundred files.
  cdf ??= require('@stdlib/stats-base-dists-t-cdf') as typeof tCdf
  return cdf(-t, df)
}

/**
 * The value that Student's t stays below with this probability.
 * @param df degrees of freedom, above 0; they may be fractional
 */
export function tQuantile(probability: number, df: number): number {
  quantile ??= require('@stdlib/stats-base-dists-t-quantile') as typeof tQuantileOf
  return quantile(probability, df)
}
