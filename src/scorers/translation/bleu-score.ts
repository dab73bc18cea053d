import { ngramMatches } from './ngram-matches.ts'

/** N-grams of up to so many words count. */
const ORDERS = 4

/**
 * What BLEU adds up over a corpus, of one segment: its number of words, that of the reference nearest in length (the
 * shorter of two as near), and the matching n-grams and all n-grams of orders 1 to 4.
 */
export function bleuStatistics(
  words: readonly string[],
  references: readonly (readonly string[])[],
): number[] {
  const lengths = references.map((reference) => reference.length).sort((a, b) => a - b)
  const distance = (length: number) => Math.abs(length - words.length)
  const nearest = lengths.reduce((best, length) => (distance(length) < distance(best) ? length : best))
  const totals = Array.from({ length: ORDERS }, (_, index) => Math.max(0, words.length - index))
  return [words.length, nearest, ...ngramMatches(words, references, ORDERS), ...totals]
}

/**
 * BLEU as a fraction (Papineni et al. 2002), from the sum of its statistics: brevity penalty times the geometric mean
 * of the four precisions. As sacreBLEU 2.6 by default: an order without a match counts as 1/2, 1/4, … of a match
 * (Chen and Cherry 2014, smoothing 3), and an order without n-grams makes the score 0.
 * @param effectiveOrder the mean is over the orders that have n-grams
 */
export function bleuOfStatistics(sum: ArrayLike<number>, effectiveOrder = false): number {
  const [length = 0, referenceLength = 0] = [sum[0], sum[1]]
  let logs = 0
  let order = 0
  let smoothing = 1
  let matched = false
  for (; order < ORDERS; order++) {
    const matches = sum[2 + order] ?? 0
    const total = sum[2 + ORDERS + order] ?? 0
    if (total === 0) break
    if (matches === 0) smoothing *= 2
    else matched = true
    logs += Math.log((matches === 0 ? 1 / smoothing : matches) / total)
  }
  if (!matched || (order < ORDERS && !effectiveOrder)) return 0
  return brevityPenalty(length, referenceLength) * Math.exp(logs / order)
}

/** What BLEU takes off for fewer words than the reference has, as a factor: 1 where there are as many, 0 for none. */
export function brevityPenalty(length: number, referenceLength: number): number {
  return length < referenceLength ? Math.exp(1 - referenceLength / length) : 1
}
