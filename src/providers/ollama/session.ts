import { cutAtStop } from '../../domain/cut-at-stop.ts'
import { SAMPLING_OPTIONS } from '../../domain/model.ts'
import type { Prompt } from '../../domain/prompt.ts'
import type { Completion, CompletionRequest, Session } from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { chatAnswer, generateAnswer, readAnswer } from './answers.ts'
import type { CallOllama } from './client.ts'
import { type Answered, completionOf } from './completion.ts'
import type { ModelDescription } from './describe-model.ts'
import { chatRequest, generateRequest, type OpenedModel } from './requests.ts'

export interface OllamaSessionParts {
  readonly provider: string
  /** The model's own name, for errors. */
  readonly model: string
  readonly opened: OpenedModel
  readonly described: ModelDescription
  readonly concurrency: number
  readonly call: CallOllama
}

/** A model that the server has loaded. */
export function ollamaSession(parts: OllamaSessionParts): Session {
  const { provider, model, opened, described, call } = parts
  const at = { provider, model }

  const answer = async (request: CompletionRequest, signal: AbortSignal): Promise<Answered> => {
    const { prompt } = request
    const scope = { model, stage: 'run', signal } as const
    if (prompt.rendering === 'raw') {
      const raw = await call(scope, (client) =>
        client.generate(generateRequest(opened, prompt.text, request)),
      )
      const { response, thinking, ...rest } = readAnswer(generateAnswer, raw, at)
      return { text: response, thinking, ...countsOf(rest) }
    }
    const raw = await call(scope, (client) => client.chat(chatRequest(opened, prompt.messages, request)))
    const { message, ...rest } = readAnswer(chatAnswer, raw, at)
    return { text: message.content, thinking: message.thinking, ...countsOf(rest) }
  }

  const complete = async (
    request: CompletionRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<Completion> => {
    signal.throwIfAborted()
    const impossible = whyImpossible(request.prompt, described.chat)
    if (impossible !== undefined) throw new ProviderError(impossible, { ...at, kind: 'unsupported' })
    const { maxTokens, stop } = request.decoding
    const answered = await answer(request, signal).catch((error: unknown) => {
      throw withNumbers(error, opened.numCtx, maxTokens)
    })
    const completion = completionOf(answered, { ...at, numCtx: opened.numCtx, maxTokens })
    // The server cuts by itself, unless it was not told where.
    return opened.unsupported?.includes('stop') ? cutAtStop(completion, stop) : completion
  }

  return {
    capabilities: {
      raw: true,
      chat: described.chat,
      tokenCounts: 'after',
      // Of its own tokens only, and no part of a completion.
      logProbabilities: 'generated',
      contextLength: opened.numCtx,
      samplingOptions: SAMPLING_OPTIONS.filter((option) => !opened.unsupported?.includes(option)),
    },
    reported: described.reported,
    concurrency: parts.concurrency,
    prefixAffinity: false,
    complete,
    // The server keeps or drops its models by its own rules; others may be using this one.
    close: async () => {},
  }
}

/** The server says that a prompt does not fit, not how large the context is. */
function withNumbers(error: unknown, numCtx: number, maxTokens: number): unknown {
  if (!(error instanceof ProviderError) || error.kind !== 'context') return error
  const { provider, model, kind, status } = error
  return new ProviderError(
    `${error.message} (context of ${numCtx} tokens, ${maxTokens} of them for the answer)`,
    { provider, model, kind, status },
  )
}

/** Prompts that the server would take for something else. */
function whyImpossible(prompt: Prompt, chat: boolean): string | undefined {
  if (prompt.rendering === 'raw')
    return prompt.text === '' ? 'Ollama takes an empty prompt as a request to load the model' : undefined
  if (!chat) return 'the model has no chat template'
  return prompt.messages.length === 0
    ? 'Ollama takes an empty chat as a request to load the model'
    : undefined
}

function countsOf(answer: {
  readonly done: boolean
  readonly model?: string | undefined
  readonly done_reason?: string | undefined
  readonly prompt_eval_count?: number | undefined
  readonly eval_count?: number | undefined
}): Omit<Answered, 'text' | 'thinking'> {
  return {
    done: answer.done,
    doneReason: answer.done_reason,
    servedModel: answer.model,
    promptTokens: answer.prompt_eval_count,
    completionTokens: answer.eval_count,
  }
}
