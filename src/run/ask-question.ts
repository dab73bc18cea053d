import type { Likelihood } from '../domain/likelihood.ts'
import type { Completion, LikelihoodAnswer, LikelihoodRequest, Session } from '../domain/provider.ts'
import { ProviderError } from '../domain/provider-error.ts'
import type { Usage } from './call-cost.ts'
import { noLikelihoods } from './misfit.ts'
import type { Question } from './question.ts'

/**
 * What a model has said to a question so far. A part that was answered is not asked again when a later one has to be
 * tried again.
 */
export interface Answers {
  completion?: Completion
  /** Absent where none were asked, or the model turned out to give none. */
  likelihoods?: readonly Likelihood[]
  /** What the likelihoods used, a part a call. */
  readonly likelihoodUsage: Usage[]
  servedModel?: string | undefined
}

/** How a call is made: see `Session`. */
export type CallOptions = Parameters<Session['complete']>[1]

/** Nothing said yet. */
export function noAnswers(): Answers {
  return { likelihoodUsage: [] }
}

/**
 * Asks the parts of a question that are not answered, one after the other, and adds what is said.
 * @throws whatever the session throws, and ProviderError of kind `malformed` for likelihoods that are none
 */
export async function askQuestion(
  question: Question,
  session: Session,
  answers: Answers,
  options: CallOptions,
): Promise<Answers> {
  const { completion, likelihood, unconditional } = question
  if (completion !== undefined && answers.completion === undefined)
    answers.completion = await session.complete(completion, options)
  if (likelihood !== undefined && answers.likelihoods === undefined)
    try {
      answers.likelihoods = await taken(likelihood, session, answers, options)
    } catch (error) {
      // The answer stands without it.
      if (completion === undefined || !(error instanceof ProviderError) || error.kind !== 'unsupported')
        throw error
    }
  const { likelihoods } = answers
  if (unconditional !== undefined && likelihoods !== undefined) {
    const without = await unconditionalOf(unconditional, session, answers, options)
    answers.likelihoods = likelihoods.map((one, place) => ({ ...one, unconditional: without[place] }))
  }
  return answers
}

async function taken(
  request: LikelihoodRequest,
  session: Session,
  answers: Answers,
  options: CallOptions,
): Promise<readonly Likelihood[]> {
  if (session.likelihoods === undefined) throw noLikelihoods()
  const answer = await session.likelihoods(request, options)
  answers.likelihoodUsage.push(usageOf(answer))
  answers.servedModel = answer.servedModel
  const { likelihoods } = answer
  const fits =
    likelihoods.length === request.continuations.length &&
    likelihoods.every(({ logProbability }) => Number.isFinite(logProbability))
  if (fits) return likelihoods
  throw new ProviderError('a log-likelihood is missing or is no finite number', {
    provider: '',
    kind: 'malformed',
  })
}

/** What a likelihood answer used: prompt and continuations are both read, nothing is written. */
export function usageOf({ promptTokens, continuationTokens, cachedTokens }: LikelihoodAnswer): Usage {
  const known = promptTokens !== undefined && continuationTokens !== undefined
  return {
    promptTokens: known ? promptTokens + continuationTokens : undefined,
    completionTokens: 0,
    cachedTokens,
  }
}

/** What all the calls of a question used; a number that one of them does not tell is unknown. */
export function totalUsage({ completion, likelihoodUsage }: Answers): Usage {
  const calls = completion === undefined ? likelihoodUsage : [completion, ...likelihoodUsage]
  const sum = (tokens: readonly (number | undefined)[]): number | undefined =>
    tokens.length === 0
      ? undefined
      : tokens.reduce((a, b) => (a === undefined || b === undefined ? undefined : a + b))
  const cached = calls.flatMap(({ cachedTokens }) => cachedTokens ?? [])
  return {
    promptTokens: sum(calls.map(({ promptTokens }) => promptTokens)),
    completionTokens: sum(calls.map(({ completionTokens }) => completionTokens)),
    cachedTokens: sum(cached),
  }
}

const unconditionals = new WeakMap<Session, Map<string, number>>()

/**
 * ln p of each continuation after a prompt that asks nothing. That is the same for every trial of a task, so it is asked
 * once a session: to ask it each time would also cost an engine the beginning of the prompts that it keeps.
 */
async function unconditionalOf(
  request: LikelihoodRequest,
  session: Session,
  answers: Answers,
  options: CallOptions,
): Promise<readonly (number | undefined)[]> {
  const known = unconditionals.get(session) ?? new Map<string, number>()
  unconditionals.set(session, known)
  const shared = JSON.stringify([request.trial.task, request.prompt])
  const keys = request.continuations.map((continuation) => `${shared}${continuation}`)
  const open = [...keys.entries()].filter(([, key]) => !known.has(key))
  if (open.length > 0) {
    const continuations = open.map(([place]) => request.continuations[place] ?? '')
    const made = await taken({ ...request, continuations }, session, answers, options)
    for (const [index, [, key]] of open.entries()) {
      const likelihood = made[index]
      if (likelihood !== undefined) known.set(key, likelihood.logProbability)
    }
  }
  return keys.map((key) => known.get(key))
}
