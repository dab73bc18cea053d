import {
  CHOICE_NORMALISE_RULE,
  choiceNormalisation,
  type ScoredChoice,
  scoredChoices,
} from '../choice-scores.ts'
import type { MetricEntry } from '../metric-entry.ts'

/** How much of the probability stands where it should: `brierScore` of the softmax over the choices. */
export const choiceBrier: MetricEntry = {
  kind: 'continuous',
  level: 'trial',
  unit: 'fraction',
  description:
    '1 less half the Brier score of the choices, whose probabilities are a softmax of what they are compared by',
  options: { normalise: CHOICE_NORMALISE_RULE },
  needs: 'choice-likelihoods',
  create: (options) => {
    const normalise = choiceNormalisation(options)
    return {
      level: 'trial',
      name: 'choice_brier',
      kind: 'continuous',
      unit: 'fraction',
      score: (_answer, _targets, context) => {
        const choices = scoredChoices(context, normalise)
        return choices && 1 - brierScore(choices) / 2
      },
    }
  },
}

/**
 * The Brier score of a forecast over choices (Brier 1950, equation 2, for one occasion): the sum over the choices of
 * (probability − outcome)², in [0, 2], 0 for certainty in the right one. Probabilities are the softmax of the scores.
 * Several right choices count as one, whose probability is the sum of theirs.
 */
export function brierScore(choices: readonly ScoredChoice[]): number {
  const highest = Math.max(...choices.map(({ score }) => score))
  const weights = choices.map(({ score }) => Math.exp(score - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let right = 0
  let squares = 0
  for (const [place, choice] of choices.entries()) {
    const probability = (weights[place] ?? 0) / total
    if (choice.right) right += probability
    else squares += probability ** 2
  }
  return (1 - right) ** 2 + squares
}
