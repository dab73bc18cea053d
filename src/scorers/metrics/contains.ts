import { bestOver, type MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'

/** 1 where a target stands somewhere in the answer after normalisation, else 0. */
export const contains: MetricEntry = {
  kind: 'discontinuous',
  level: 'trial',
  unit: 'fraction',
  description: '1 where a target stands somewhere in the answer after normalisation (default: trim)',
  options: { normalise: NORMALISE_RULE },
  create: (options) => {
    const normalise = normaliser(options.normalise, ['trim'])
    return {
      level: 'trial',
      name: 'contains',
      kind: 'discontinuous',
      unit: 'fraction',
      score: (answer, targets) => {
        const given = normalise(answer)
        return bestOver(targets, (target) => (holds(given, normalise(target)) ? 1 : 0))
      },
    }
  },
}

/** Every text contains the empty one; a target that normalises to nothing is matched by nothing else. */
function holds(answer: string, target: string): boolean {
  return target === '' ? answer === '' : answer.includes(target)
}
