import type { CompletionRequest } from '../../domain/provider.ts'
import type { ProviderError, ProviderErrorKind } from '../../domain/provider-error.ts'
import { ask, type Speaker } from './ask.ts'
import type { Caller } from './call.ts'
import { readResponse } from './from-response.ts'
import { isLimitTooSmall } from './limit-too-small.ts'

/** The two ways of asking that the protocol has. */
export type Api = 'raw' | 'chat'

/** What a one-token request to an API showed. */
export type Probe =
  | { readonly offered: true; readonly promptTokens: number | undefined }
  | {
      readonly offered: false
      readonly error: ProviderError | undefined
      readonly reason: string
      /** Status 200 with a body that is not the protocol's: no such API, or a fault of the moment. */
      readonly unreadable: boolean
    }

/** Answers that say that this way of asking is not there, while the other may be. */
const NOT_OFFERED: ReadonlySet<ProviderErrorKind> = new Set([
  'not-found',
  'bad-request',
  'auth',
  'malformed',
  'unsupported',
])

/**
 * Asks for one token to see whether the API is there for this model; the options that it refuses are learned
 * on the way. @throws ProviderError where the server could not be asked: network, overload, its own trouble
 */
export async function probeApi(
  call: Caller,
  api: Api,
  speaker: Speaker,
  signal: AbortSignal,
): Promise<Probe> {
  const answer = await ask(call, PROBES[api], speaker, { signal, stage: 'open' })
  if (!answer.ok) {
    const { error, failure } = answer
    if (isLimitTooSmall(failure)) return { offered: true, promptTokens: undefined }
    // 405 and 501 say the same as 404: no such endpoint.
    if (NOT_OFFERED.has(error.kind) || failure?.status === 501)
      return { offered: false, error, reason: error.message, unreadable: error.kind === 'malformed' }
    throw error
  }
  const reading = readResponse(answer.body)
  if (reading.state === 'completion') return { offered: true, promptTokens: reading.completion.promptTokens }
  return { offered: false, error: undefined, reason: reading.problem, unreadable: true }
}

/** With BOS and a word-start mark, one letter makes at most this many tokens; a chat template makes more. */
const MOST_TOKENS_OF_A_LETTER = 4

/** Whether the server put more around a one-letter prompt than a tokenizer does: a chat template. */
export function wrapsPrompt(promptTokens: number | undefined): boolean {
  return promptTokens !== undefined && promptTokens > MOST_TOKENS_OF_A_LETTER
}

const SHARED = {
  decoding: { maxTokens: 1, temperature: 0, stop: ['\n'] },
  trial: { key: '', task: '', item: '', shots: 0, target: '' },
} as const

const PROBES: Record<Api, CompletionRequest> = {
  raw: { ...SHARED, prompt: { rendering: 'raw', text: 'A', cuts: [] } },
  chat: {
    ...SHARED,
    prompt: { rendering: 'chat', messages: [{ role: 'user', content: 'A', cuts: [] }] },
  },
}
