import type { Completion, FinishReason } from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'

/** One answer of `/api/generate` or `/api/chat`, alike. */
export interface Answered {
  readonly text: string
  readonly thinking: string | undefined
  /** False where the server broke off. */
  readonly done: boolean
  readonly doneReason: string | undefined
  readonly servedModel: string | undefined
  readonly promptTokens: number | undefined
  readonly completionTokens: number | undefined
}

/** What was asked, as far as it decides whether the answer can be trusted. */
export interface Asked {
  readonly provider: string
  readonly model: string
  readonly numCtx: number
  readonly maxTokens: number
}

const FINISH_REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
])

/**
 * The server gives up on a model that writes one token more than 30 times in a row, and then answers with
 * success, what was written, and neither a reason nor counts (seen on 0.17.4).
 */
const LOOPS = /(\S{1,40}?)(?:\s*\1){25,}\s*$|\s{25,}$/

/**
 * The completion in an answer.
 * @throws ProviderError `malformed` where nothing was generated, `context` where the context, not the token
 *   limit, cut the prompt or ended the answer
 */
export function completionOf(answer: Answered, asked: Asked): Completion {
  const { doneReason, promptTokens = 0, completionTokens = 0 } = answer
  const at = { provider: asked.provider, model: asked.model }
  if (doneReason === 'load' || doneReason === 'unload')
    throw new ProviderError(`Ollama ended with "${doneReason}" and generated nothing`, {
      ...at,
      kind: 'malformed',
    })
  if (!answer.done) return brokenOff(answer, at)
  // Servers before 0.12.6 do not know `truncate: false`: they cut the prompt to the context and say nothing.
  if (promptTokens >= asked.numCtx)
    throw new ProviderError(`the prompt fills the context of ${asked.numCtx} tokens and may have been cut`, {
      ...at,
      kind: 'context',
    })
  if (
    doneReason === 'length' &&
    completionTokens < asked.maxTokens &&
    promptTokens + completionTokens >= asked.numCtx
  )
    throw new ProviderError(
      `${promptTokens} prompt tokens and ${asked.maxTokens} for the answer exceed the context of ${asked.numCtx}`,
      { ...at, kind: 'context' },
    )
  return {
    text: answer.text,
    reasoning: answer.thinking === '' ? undefined : answer.thinking,
    finishReason: FINISH_REASONS.get(doneReason ?? '') ?? 'other',
    rawFinishReason: doneReason,
    servedModel: answer.servedModel,
    promptTokens: answer.promptTokens,
    completionTokens: answer.completionTokens,
  }
}

/** A loop would have gone on to the token limit; anything else that is not done is no answer. */
function brokenOff(answer: Answered, at: { readonly provider: string; readonly model: string }): Completion {
  if (!LOOPS.test(answer.text))
    throw new ProviderError('Ollama broke off before the answer was done', { ...at, kind: 'malformed' })
  return {
    text: answer.text,
    reasoning: answer.thinking === '' ? undefined : answer.thinking,
    finishReason: 'length',
    rawFinishReason: 'not done: repeats itself',
    servedModel: answer.servedModel,
  }
}
