import { type Likelihood, likelihoodBytes } from '../domain/likelihood.ts'
import type { AnswerContext } from '../domain/metric.ts'
import type { OptionRule, Options } from '../domain/option-rule.ts'

/** What choices are compared by. */
export type ChoiceNormalisation = 'none' | 'bytes' | 'unconditional'

const CHOICE_NORMALISATIONS = ['none', 'bytes', 'unconditional'] as const

/** The rule of the option `normalise` of a metric over choices. */
export const CHOICE_NORMALISE_RULE: OptionRule = {
  type: 'choice',
  required: false,
  allowed: CHOICE_NORMALISATIONS,
  description:
    'what choices are compared by: their log-likelihood (none, the default), it per UTF-8 byte (bytes), or it less that after a prompt that asks nothing (unconditional)',
}

/** The option `normalise` of checked options. */
export function choiceNormalisation({ normalise }: Options): ChoiceNormalisation {
  return CHOICE_NORMALISATIONS.find((one) => one === normalise) ?? 'none'
}

/**
 * A score of each choice, in nats, or nats per byte; the highest wins. `none`: ln p(choice | prompt). `bytes`: that
 * divided by the choice's UTF-8 bytes, since longer texts are less likely. `unconditional`: less ln p(choice | a prompt
 * that asks nothing), as in Brown et al. 2020 (arXiv:2005.14165, section 2.4). `undefined` where one is not known.
 */
export function choiceScores(
  likelihoods: readonly Likelihood[],
  normalise: ChoiceNormalisation,
): readonly number[] | undefined {
  const scores = likelihoods.flatMap((likelihood) => {
    const { logProbability, unconditional } = likelihood
    if (normalise === 'none') return [logProbability]
    if (normalise === 'bytes') return [logProbability / likelihoodBytes(likelihood)]
    return unconditional === undefined ? [] : [logProbability - unconditional]
  })
  return scores.length === likelihoods.length ? scores : undefined
}

/** The place of the highest score; of equal ones the first. */
export function bestChoice(scores: readonly number[]): number {
  return scores.indexOf(Math.max(...scores))
}

/** A choice as a metric sees it. */
export interface ScoredChoice {
  readonly score: number
  readonly right: boolean
}

/** The choices of a trial; `undefined` where it has no likelihoods of them, or they lack what they are compared by. */
export function scoredChoices(
  { item, likelihoods }: Pick<AnswerContext, 'item' | 'likelihoods'>,
  normalise: ChoiceNormalisation,
): readonly ScoredChoice[] | undefined {
  const { choices, targets } = item
  if (choices === undefined || likelihoods?.length !== choices.length) return undefined
  const scores = choiceScores(likelihoods, normalise)
  return scores?.map((score, place) => ({ score, right: targets.includes(choices[place] ?? '') }))
}
