import { bestOver, type MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'

/** chrF2 of one sentence as a fraction: `chrfScore`, the best over the targets. */
export const chrf: MetricEntry = {
  kind: 'continuous',
  level: 'trial',
  unit: 'fraction',
  description: 'chrF2 per sentence, a fraction (sacreBLEU defaults), after normalisation (default: none)',
  options: { normalise: NORMALISE_RULE },
  create: (options) => {
    const normalise = normaliser(options.normalise, [])
    return {
      level: 'trial',
      name: 'chrf',
      kind: 'continuous',
      unit: 'fraction',
      score: (answer, targets) => {
        const given = normalise(answer)
        return bestOver(targets, (target) => chrfScore(given, normalise(target)))
      },
    }
  },
}

const ORDER = 6
const BETA_SQUARED = 4

/** White space as sacreBLEU knows it: a byte order mark is a character. */
const SPACE = /[^\S\uFEFF]+/gu

/**
 * chrF2 of one sentence (Popović 2015) with the defaults of sacreBLEU 2.6: character n-grams of orders 1 to 6
 * in code points, no words, β = 2, white space removed, precision and recall averaged over the orders that
 * both texts have. In [0, 1]: sacreBLEU prints 100 times this.
 */
export function chrfScore(hypothesis: string, reference: string): number {
  const given = Array.from(hypothesis.replace(SPACE, ''))
  const wanted = Array.from(reference.replace(SPACE, ''))
  const orders = Math.min(ORDER, given.length, wanted.length)
  let precision = 0
  let recall = 0
  for (let order = 1; order <= orders; order++) {
    const matches = commonNgrams(given, wanted, order)
    precision += matches / (given.length - order + 1)
    recall += matches / (wanted.length - order + 1)
  }
  // Both sums share the divisor `orders`, which leaves the ratio's form as it is.
  const weighted = BETA_SQUARED * precision + recall
  return weighted === 0 ? 0 : ((1 + BETA_SQUARED) * precision * recall) / weighted / orders
}

/** How many n-grams of one order two texts share, each counted as often as both have it. */
function commonNgrams(a: readonly string[], b: readonly string[], order: number): number {
  const counts = new Map<string, number>()
  for (const ngram of ngramsOf(a, order)) counts.set(ngram, (counts.get(ngram) ?? 0) + 1)
  let common = 0
  for (const ngram of ngramsOf(b, order)) {
    const left = counts.get(ngram) ?? 0
    if (left === 0) continue
    counts.set(ngram, left - 1)
    common++
  }
  return common
}

function* ngramsOf(chars: readonly string[], order: number): Generator<string> {
  for (let start = 0; start + order <= chars.length; start++) yield chars.slice(start, start + order).join('')
}
