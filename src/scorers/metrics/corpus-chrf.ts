import type { MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'
import { chrfOfStatistics, chrfStatistics } from '../translation/chrf-score.ts'
import { weightedSum } from '../weighted-sum.ts'

/** chrF2 of all of a point's answers together, as a fraction; an answer's targets are its references. */
export const corpusChrf: MetricEntry = {
  kind: 'continuous',
  level: 'aggregate',
  unit: 'fraction',
  description:
    'chrF2 of all answers together, a fraction (sacreBLEU defaults), after normalisation (default: none)',
  options: {
    normalise: NORMALISE_RULE,
    words: {
      type: 'boolean',
      required: false,
      description: 'count n-grams of up to 2 words beside those of characters: chrF++ (default: false)',
    },
  },
  create: (options) => {
    const normalise = normaliser(options.normalise, [])
    const wordOrders = options.words === true ? 2 : 0
    return {
      level: 'aggregate',
      name: 'corpus_chrf',
      kind: 'continuous',
      unit: 'fraction',
      prepare: (rows) =>
        weightedSum(
          rows.map(({ answer, targets }) =>
            chrfStatistics(normalise(answer), targets.map(normalise), wordOrders),
          ),
          chrfOfStatistics,
        ),
    }
  },
}
