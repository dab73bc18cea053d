import type { Message } from '../../domain/prompt.ts'
import type { CompletionRequest } from '../../domain/provider.ts'
import type { Dialect } from './dialect.ts'

/** A path below the base URL, and the JSON to post there. */
export interface ApiRequest {
  readonly path: '/completions' | '/chat/completions'
  readonly body: { readonly [option: string]: unknown }
}

/** The request that asks for a trial's completion, in the words that the server takes. */
export function toRequest(request: CompletionRequest, dialect: Dialect): ApiRequest {
  const { prompt } = request
  return prompt.rendering === 'raw'
    ? {
        path: '/completions',
        body: { model: dialect.servedAs, prompt: prompt.text, ...optionsOf(request, dialect, 'max_tokens') },
      }
    : {
        path: '/chat/completions',
        body: {
          model: dialect.servedAs,
          messages: toMessages(prompt.messages),
          ...optionsOf(request, dialect, dialect.lengthLimit),
        },
      }
}

/** Messages as the protocol has them: role and content, nothing of ours. */
export function toMessages(messages: readonly Message[]): { role: Message['role']; content: string }[] {
  return messages.map(({ role, content }) => ({ role, content }))
}

/** Members that are `undefined` are not sent: JSON leaves them out. */
function optionsOf({ decoding, seed }: CompletionRequest, dialect: Dialect, limit: Dialect['lengthLimit']) {
  const takes = (option: Parameters<typeof dialect.unsupported.has>[0]) => !dialect.unsupported.has(option)
  return {
    [limit]: takes('max_tokens') ? decoding.maxTokens : undefined,
    temperature: takes('temperature') ? decoding.temperature : undefined,
    top_p: takes('top_p') ? decoding.topP : undefined,
    stop: takes('stop') && decoding.stop.length > 0 ? decoding.stop.slice(0, dialect.mostStops) : undefined,
    seed: takes('seed') ? seed : undefined,
    cache_prompt: dialect.cachePrompt ? true : undefined,
  }
}
