import type { Session } from '../domain/provider.ts'
import type { Plan } from './plan.ts'
import { givesLikelihoods } from './question.ts'

/**
 * Lines on the tasks of a plan that a model cannot be asked as they are, since it does not tell how likely given texts
 * are; none where it does.
 */
export function likelihoodGaps(
  { tasks }: Pick<Plan, 'tasks'>,
  model: string,
  session: Pick<Session, 'capabilities' | 'likelihoods'>,
): string[] {
  if (givesLikelihoods(session)) return []
  return tasks.flatMap(({ name, likelihood }) => {
    if (likelihood === undefined) return []
    return likelihood.of === 'choices'
      ? [
          `not applicable: ${model}, ${name}: the model gives no log-likelihoods, by which the choices are compared: its trials are skipped`,
        ]
      : [
          `without log-likelihood: ${model}, ${name}: the model gives none of given texts: it answers, and the scores made of the target's log-likelihood stay empty`,
        ]
  })
}

/** Whether a plan asks for likelihoods at all: a provider may have to find out whether it can. */
export function asksLikelihoods({ tasks }: Pick<Plan, 'tasks'>): boolean {
  return tasks.some(({ likelihood }) => likelihood !== undefined)
}
