import { digestOf } from '../domain/digest.ts'
import type { Prompt } from '../domain/prompt.ts'
import type { CompletionRequest, LikelihoodRequest, Session } from '../domain/provider.ts'
import type { Trial } from '../domain/trial.ts'
import { continuationsOf } from './continuations.ts'

/** What one trial asks a model: for an answer, for likelihoods, or for both. */
export interface Question {
  readonly prompt: Prompt
  readonly completion?: CompletionRequest | undefined
  readonly likelihood?: LikelihoodRequest | undefined
  /** The same continuations after a prompt that asks nothing. */
  readonly unconditional?: LikelihoodRequest | undefined
}

/** Whether the model tells how likely given texts are. */
export function givesLikelihoods(session: Pick<Session, 'capabilities' | 'likelihoods'>): boolean {
  return session.capabilities.logProbabilities === 'forced' && session.likelihoods !== undefined
}

/**
 * The question of a trial with this prompt.
 * @param likelihoods false leaves out the likelihood of a target, for a model that gives none; without those of choices
 *   there would be no question, so they stay
 */
export function questionOf(trial: Trial, prompt: Prompt, likelihoods: boolean): Question {
  const { task, query } = trial
  const { decoding, likelihood } = task
  const coordinates = {
    key: trial.key,
    task: task.name,
    item: query.id,
    shots: trial.shots,
    target: query.targets[0],
  }
  const completion: CompletionRequest = {
    prompt,
    decoding,
    seed: decoding.temperature > 0 ? samplingSeed(trial) : undefined,
    trial: coordinates,
  }
  if (likelihood === undefined) return { prompt, completion }
  const continuations = continuationsOf(task, trial.rendering, query)
  const asked = { prompt, continuations, trial: coordinates }
  if (likelihood.of === 'target')
    return likelihoods ? { prompt, completion, likelihood: asked } : { prompt, completion }
  const { unconditionalPrompt: text } = likelihood
  if (text === undefined) return { prompt, likelihood: asked }
  // Of no item: what is known of one trial's choice serves all.
  const nowhere = { key: '', task: task.name, item: '', shots: 0, target: '' }
  return {
    prompt,
    likelihood: asked,
    unconditional: { prompt: bare(text, prompt), continuations, trial: nowhere },
  }
}

/** A text in the rendering of a prompt. */
function bare(text: string, { rendering }: Prompt): Prompt {
  if (rendering === 'raw') return { rendering, text, cuts: [] }
  return { rendering, messages: [{ role: 'user', content: text, cuts: [] }] }
}

/** A seed of 31 bits for the provider's sampler: it follows from the trial alone. */
function samplingSeed(trial: Trial): number {
  return Number.parseInt(digestOf('sampling', trial.key).slice(0, 8), 16) & 0x7fffffff
}
