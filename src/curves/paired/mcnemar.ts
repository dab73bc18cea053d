import { createRequire } from 'node:module'
import type binomialCdf from '@stdlib/stats-base-dists-binomial-cdf'

const require = createRequire(import.meta.url)

let cdf: typeof binomialCdf | undefined

/** What is tested against no difference: that there is one, or that b is above a. */
export type Alternative = 'two-sided' | 'greater'

/**
 * McNemar's test of paired right-or-wrong answers in its exact form: given the pairs that disagree, each is as likely
 * to favour either side (McNemar 1947, Psychometrika 12, 153–157). Two-sided p = min(1, 2 P(X ≤ min)); 1 where no pair
 * disagrees.
 * @param bOnly pairs in which only b is right
 * @param aOnly pairs in which only a is right
 */
export function mcnemarExact(bOnly: number, aOnly: number, alternative: Alternative = 'two-sided'): number {
  const pairs = bOnly + aOnly
  if (pairs === 0) return 1
  // Loaded when first needed: the package is some hundred files.
  cdf ??= require('@stdlib/stats-base-dists-binomial-cdf') as typeof binomialCdf
  // P(X ≥ b) = P(X ≤ a), since both sides are as likely.
  if (alternative === 'greater') return cdf(aOnly, pairs, 0.5)
  return Math.min(1, 2 * cdf(Math.min(bOnly, aOnly), pairs, 0.5))
}
