import type { MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'
import { bleuOfStatistics, bleuStatistics } from '../translation/bleu-score.ts'
import { BLEU_TOKENIZERS, type BleuTokenizer } from '../translation/bleu-words.ts'
import { weightedSum } from '../weighted-sum.ts'

const TOKENIZERS = Object.keys(BLEU_TOKENIZERS) as BleuTokenizer[]

/** BLEU of all of a point's answers together, as a fraction; an answer's targets are its references. */
export const bleu: MetricEntry = {
  kind: 'continuous',
  level: 'aggregate',
  unit: 'fraction',
  description:
    'BLEU of all answers together, a fraction (sacreBLEU defaults), after normalisation (default: none)',
  options: {
    normalise: NORMALISE_RULE,
    tokenize: {
      type: 'choice',
      required: false,
      allowed: TOKENIZERS,
      description:
        'how texts are cut into words: 13a (default), zh for Chinese, char, or none for white space',
    },
    effective_order: {
      type: 'boolean',
      required: false,
      description: 'leave out orders of which the answers have no n-gram, instead of 0 (default: false)',
    },
  },
  create: (options) => {
    const normalise = normaliser(options.normalise, [])
    const tokenizer = TOKENIZERS.find((name) => name === options.tokenize) ?? '13a'
    const words = (text: string) => BLEU_TOKENIZERS[tokenizer](normalise(text))
    return {
      level: 'aggregate',
      name: 'bleu',
      kind: 'continuous',
      unit: 'fraction',
      prepare: (rows) =>
        weightedSum(
          rows.map(({ answer, targets }) => bleuStatistics(words(answer), targets.map(words))),
          (sum) => bleuOfStatistics(sum, options.effective_order === true),
        ),
    }
  },
}
