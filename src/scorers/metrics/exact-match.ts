import { bestOver, type MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'

/** 1 where the answer equals a target after normalisation, else 0. */
export const exactMatch: MetricEntry = {
  kind: 'discontinuous',
  level: 'trial',
  unit: 'fraction',
  description: '1 where the answer equals a target after normalisation (default: trim)',
  options: { normalise: NORMALISE_RULE },
  create: (options) => {
    const normalise = normaliser(options.normalise, ['trim'])
    return {
      level: 'trial',
      name: 'exact_match',
      kind: 'discontinuous',
      unit: 'fraction',
      score: (answer, targets) => {
        const given = normalise(answer)
        return bestOver(targets, (target) => (normalise(target) === given ? 1 : 0))
      },
    }
  },
}
