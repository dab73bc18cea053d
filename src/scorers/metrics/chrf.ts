import type { MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'
import { chrfOfStatistics, chrfStatistics } from '../translation/chrf-score.ts'

/** chrF2 of each answer by itself, as a fraction; the best over the targets. */
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
        return chrfOfStatistics(chrfStatistics(given, targets.map(normalise)))
      },
    }
  },
}
