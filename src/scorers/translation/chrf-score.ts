import { ngramMatches } from './ngram-matches.ts'
import { charactersOf, wordsOf } from './white-space.ts'

const CHARACTER_ORDERS = 6
const BETA_SQUARED = 4

/**
 * What chrF adds up over a corpus, of one segment: for each order of character n-grams, then of word n-grams, how many
 * the hypothesis has, how many the reference has (both as 0 where only one has any), and how many they share. Of several
 * references it is the one with the best score.
 * @param wordOrders 0 for chrF, 2 for chrF++
 */
export function chrfStatistics(hypothesis: string, references: readonly string[], wordOrders = 0): number[] {
  const given = chrfUnits(hypothesis, wordOrders)
  let best: number[] = []
  let bestScore = -1
  for (const reference of references) {
    const statistics = statisticsAgainst(given, chrfUnits(reference, wordOrders))
    const score = chrfOfStatistics(statistics)
    if (score <= bestScore) continue
    best = statistics
    bestScore = score
  }
  return best
}

/**
 * chrF2 as a fraction (Popović 2015; chrF++: Popović 2017), from the sum of its statistics, with the defaults of
 * sacreBLEU 2.6: β = 2, precision and recall averaged over the orders that both sides have.
 */
export function chrfOfStatistics(sum: ArrayLike<number>): number {
  let precision = 0
  let recall = 0
  let orders = 0
  for (let at = 0; at < sum.length; at += 3) {
    const [given = 0, wanted = 0, shared = 0] = [sum[at], sum[at + 1], sum[at + 2]]
    if (given === 0 || wanted === 0) continue
    precision += shared / given
    recall += shared / wanted
    orders++
  }
  // Both sums share the divisor `orders`, which leaves the ratio's form as it is.
  const weighted = BETA_SQUARED * precision + recall
  return weighted === 0 ? 0 : ((1 + BETA_SQUARED) * precision * recall) / weighted / orders
}

/** A text as sequences whose n-grams count, each with its highest order. */
type Units = readonly { readonly orders: number; readonly sequence: readonly string[] }[]

function chrfUnits(text: string, wordOrders: number): Units {
  const characters = { orders: CHARACTER_ORDERS, sequence: charactersOf(text) }
  if (wordOrders === 0) return [characters]
  return [characters, { orders: wordOrders, sequence: wordsOf(text).flatMap(punctuationApart) }]
}

const PUNCTUATION = /[!-/:-@[-`{-~]/u

/** A word and one punctuation mark at its end, or else at its beginning, as Popović 2017 counts words. */
function punctuationApart(word: string): string[] {
  const characters = Array.from(word)
  const [first = '', last = ''] = [characters[0], characters.at(-1)]
  if (characters.length === 1) return [word]
  if (PUNCTUATION.test(last)) return [characters.slice(0, -1).join(''), last]
  return PUNCTUATION.test(first) ? [first, characters.slice(1).join('')] : [word]
}

function statisticsAgainst(given: Units, wanted: Units): number[] {
  return given.flatMap(({ orders, sequence }, index) => {
    const reference = wanted[index]?.sequence ?? []
    return ngramMatches(sequence, [reference], orders).flatMap((matches, before) => {
      const total = Math.max(0, reference.length - before)
      // What no reference could match does not count against precision.
      return [total === 0 ? 0 : Math.max(0, sequence.length - before), total, matches]
    })
  })
}
