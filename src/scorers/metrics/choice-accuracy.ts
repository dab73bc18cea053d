import { bestChoice, CHOICE_NORMALISE_RULE, choiceNormalisation, scoredChoices } from '../choice-scores.ts'
import type { MetricEntry } from '../metric-entry.ts'

/** 1 where the most likely choice is a target, else 0. Of equally likely choices the first counts. */
export const choiceAccuracy: MetricEntry = {
  kind: 'discontinuous',
  level: 'trial',
  unit: 'fraction',
  description: '1 where the most likely choice is a target; of equal ones the first counts',
  options: { normalise: CHOICE_NORMALISE_RULE },
  needs: 'choice-likelihoods',
  create: (options) => {
    const normalise = choiceNormalisation(options)
    return {
      level: 'trial',
      name: 'choice_accuracy',
      kind: 'discontinuous',
      unit: 'fraction',
      score: (_answer, _targets, context) => {
        const choices = scoredChoices(context, normalise)
        if (choices === undefined) return undefined
        return choices[bestChoice(choices.map(({ score }) => score))]?.right === true ? 1 : 0
      },
    }
  },
}
