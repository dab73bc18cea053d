import { type Likelihood, likelihoodBytes } from '../../domain/likelihood.ts'
import type { AnswerContext } from '../../domain/metric.ts'
import type { MetricEntry } from '../metric-entry.ts'

/**
 * ln p(first target | prompt) ÷ its UTF-8 bytes, the delimiter before it included: nats per byte, at most 0. Per byte,
 * since tokens differ between models. Not renormalised over the choices, where there are some.
 */
export const targetLoglikelihood: MetricEntry = {
  kind: 'continuous',
  level: 'trial',
  unit: 'nats_per_byte',
  description: 'log-likelihood of the first target right after the prompt, in nats per UTF-8 byte; at most 0',
  options: {},
  needs: 'target-likelihood',
  create: () => ({
    level: 'trial',
    name: 'target_loglikelihood',
    kind: 'continuous',
    unit: 'nats_per_byte',
    score: (_answer, _targets, context) => {
      const likelihood = targetLikelihood(context)
      return likelihood && likelihood.logProbability / likelihoodBytes(likelihood)
    },
  }),
}

/** Of the target alone, where that was asked; else the one of its choice. */
function targetLikelihood({ item, likelihoods }: AnswerContext): Likelihood | undefined {
  if (likelihoods === undefined || likelihoods.length === 1) return likelihoods?.[0]
  return item.choices && likelihoods[item.choices.indexOf(item.targets[0])]
}
