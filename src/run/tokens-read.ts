import type { Item } from '../domain/item.ts'
import type { Prompt } from '../domain/prompt.ts'
import type { Session } from '../domain/provider.ts'
import type { Condition } from '../domain/trial.ts'
import { continuationsOf } from './continuations.ts'
import { givesLikelihoods } from './question.ts'

/** Counts the tokens of a prompt, or estimates them. */
export type CountTokens = (prompt: Prompt) => number | Promise<number>

/** One trial's prompt and where it comes from. */
interface Read {
  readonly prompt: Prompt
  readonly condition: Condition
  readonly query: Item
}

/** How a model goes about likelihoods. */
export interface LikelihoodReading {
  /** False where it gives none, so that none are asked beside an answer. */
  readonly given: boolean
  /** The prompt is read with each text, and not once for all of them. */
  readonly promptPerText: boolean
}

/** What is expected of a session: a server that only reports what it used is sent the prompt with each text. */
export function likelihoodReading(session: Session): LikelihoodReading {
  return { given: givesLikelihoods(session), promptPerText: session.capabilities.tokenCounts !== 'exact' }
}

/**
 * Counts what a trial has a model read: the prompt, again for likelihoods beside an answer, and each text whose
 * likelihood is asked, as many tokens as it has by itself.
 */
export function tokensRead(
  count: CountTokens,
  { given, promptPerText }: LikelihoodReading,
): (read: Read) => Promise<number> {
  const known = new Map<string, Promise<number>>()
  const ofText = (text: string): Promise<number> => {
    const made = known.get(text) ?? Promise.resolve(count({ rendering: 'raw', text, cuts: [] }))
    known.set(text, made)
    return made
  }
  return async ({ prompt, condition, query }) => {
    const { task, rendering } = condition
    const tokens = await count(prompt)
    if (task.likelihood === undefined || (task.likelihood.of === 'target' && !given)) return tokens
    const counts = await Promise.all(continuationsOf(task, rendering, query).map(ofText))
    // What a tokenizer puts before every text is no part of one that follows a prompt.
    const opening = await ofText('')
    const times = task.likelihood.of === 'target' ? 2 : promptPerText ? counts.length : 1
    return counts.reduce((sum, ofOne) => sum + ofOne - opening, times * tokens)
  }
}
