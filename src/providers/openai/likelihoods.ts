import type { Likelihood } from '../../domain/likelihood.ts'
import type { LikelihoodAnswer, LikelihoodRequest } from '../../domain/provider.ts'
import { ProviderError, type ProviderErrorKind } from '../../domain/provider-error.ts'
import { isRecord } from '../http/http-failure.ts'
import type { Speaker } from './ask.ts'
import type { Caller } from './call.ts'
import type { Dialect } from './dialect.ts'
import { usageOf } from './from-response.ts'
import { readEcho } from './read-echo.ts'

/** What likelihoods are asked with. */
export interface LikelihoodContext {
  readonly call: Caller
  readonly speaker: Pick<Speaker, 'dialect'>
  /** Named in errors. */
  readonly provider: string
  readonly model: string
  readonly address: string
}

/** The request that has a server repeat texts with the log-probabilities of their tokens. */
export function echoRequest(
  prompt: string,
  continuations: readonly string[],
  { servedAs, unsupported }: Dialect,
) {
  return {
    model: servedAs,
    prompt: continuations.map((continuation) => prompt + continuation),
    echo: true,
    logprobs: 1,
    // Not 0: servers differ in whether that means none or no limit.
    max_tokens: 1,
    temperature: unsupported.has('temperature') ? undefined : 0,
  }
}

/** Scores continuations of a raw prompt in one request. @throws ProviderError */
export async function askLikelihoods(
  { prompt, continuations }: LikelihoodRequest,
  signal: AbortSignal,
  context: LikelihoodContext,
): Promise<LikelihoodAnswer> {
  const { call, speaker, provider, model, address } = context
  const fail = (kind: ProviderErrorKind, message: string): ProviderError =>
    new ProviderError(message, { provider, model, kind })
  if (prompt.rendering !== 'raw')
    throw fail('unsupported', 'the server tells likelihoods of given texts for raw prompts only')
  const body = echoRequest(prompt.text, continuations, speaker.dialect)
  const answer = await call({ method: 'post', path: '/completions', body, signal, stage: 'run' })
  if (!answer.ok) throw answer.error
  const likelihoods: Likelihood[] = []
  for (const [place, continuation] of continuations.entries()) {
    const reading = readEcho(choiceAt(answer.body, place), prompt.text, continuation)
    if (reading.state === 'absent')
      throw fail('malformed', `unreadable answer from ${address}: ${reading.problem}`)
    if (reading.state === 'unclear') throw fail('unsupported', reading.problem)
    likelihoods.push(reading.likelihood)
  }
  return { likelihoods, ...tokensUsed(answer.body, likelihoods) }
}

/** The choice of a prompt's place in the request; servers may answer in another order. */
export function choiceAt(body: unknown, place: number): unknown {
  if (!isRecord(body) || !Array.isArray(body.choices)) return undefined
  const choices: readonly unknown[] = body.choices
  return choices.find((choice) => isRecord(choice) && choice.index === place)
}

/** The server reads the prompt with each continuation and counts all of it. */
function tokensUsed(
  body: unknown,
  likelihoods: readonly Likelihood[],
): Omit<LikelihoodAnswer, 'likelihoods'> {
  const { servedModel, promptTokens, cachedTokens } = usageOf(isRecord(body) ? body : {})
  const continuationTokens = likelihoods.reduce((sum, { tokens }) => sum + tokens, 0)
  return {
    servedModel,
    promptTokens: promptTokens === undefined ? undefined : Math.max(0, promptTokens - continuationTokens),
    continuationTokens,
    cachedTokens,
  }
}
