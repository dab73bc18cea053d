import type { Prompt } from '../../domain/prompt.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { isRecord } from '../http/http-failure.ts'
import type { Caller } from './call.ts'
import { toMessages } from './to-request.ts'

/** What llama-server says of itself at `/props`. */
export interface LlamaServerFacts {
  /** Tokens of one slot: what one request may use. */
  readonly contextLength: number
  readonly slots: number
  readonly build: string | undefined
  readonly modelPath: string | undefined
  readonly chatTemplate: string | undefined
}

/** Reads a `/props` body; `undefined` where it is not llama-server's. */
function parseProps(body: unknown): LlamaServerFacts | undefined {
  if (!isRecord(body) || !isRecord(body.default_generation_settings)) return undefined
  const contextLength = body.default_generation_settings.n_ctx
  if (typeof contextLength !== 'number') return undefined
  return {
    contextLength,
    slots: typeof body.total_slots === 'number' && body.total_slots > 0 ? body.total_slots : 1,
    build: textOf(body.build_info),
    modelPath: textOf(body.model_path),
    chatTemplate: textOf(body.chat_template),
  }
}

/** llama-server's own endpoints, which lie beside `/v1`. */
export interface LlamaServer {
  /** `undefined` where `/props` is not there or not shown. @throws ProviderError worth another try */
  facts(signal: AbortSignal): Promise<LlamaServerFacts | undefined>
  /** Token ids of a text as the model would see it at the start of a prompt. @throws ProviderError */
  tokenize(text: string, signal: AbortSignal, special: 'with-bos' | 'bare'): Promise<readonly unknown[]>
  /** Tokens of a prompt, chat template and BOS included. @throws ProviderError */
  countTokens(prompt: Prompt, signal: AbortSignal): Promise<number>
}

/** @param root the server's address without `/v1` */
export function createLlamaServer(call: Caller, root: string, provider: string): LlamaServer {
  const post = async (path: string, body: { [option: string]: unknown }, signal: AbortSignal) => {
    const answer = await call({ method: 'post', path: `${root}${path}`, body, signal, stage: 'run' })
    if (!answer.ok) throw answer.error
    return isRecord(answer.body) ? answer.body : {}
  }
  const malformed = (path: string) =>
    new ProviderError(`unreadable answer from ${root}${path}`, { provider, kind: 'malformed' })

  const tokenize: LlamaServer['tokenize'] = async (content, signal, special) => {
    const body = { content, add_special: special === 'with-bos', parse_special: true }
    const { tokens } = await post('/tokenize', body, signal)
    if (!Array.isArray(tokens)) throw malformed('/tokenize')
    return tokens
  }

  const template = async (messages: { role: string; content: string }[], signal: AbortSignal) => {
    const { prompt } = await post('/apply-template', { messages }, signal)
    if (typeof prompt !== 'string') throw malformed('/apply-template')
    return prompt
  }

  return {
    facts: async (signal) => {
      const answer = await call({ method: 'get', path: `${root}/props`, signal, stage: 'open' })
      if (answer.ok) return parseProps(answer.body)
      // Trouble of the moment says nothing of what the server is.
      if (answer.error.retryable) throw answer.error
      return undefined
    },
    tokenize,
    countTokens: async (prompt, signal) => {
      const text =
        prompt.rendering === 'raw' ? prompt.text : await template(toMessages(prompt.messages), signal)
      return (await tokenize(text, signal, 'with-bos')).length
    },
  }
}

/**
 * Whether the model has a chat template of its own. For a model without one llama-server shows ChatML,
 * which is only right where the model knows ChatML's opening mark as one token.
 */
export async function hasOwnTemplate(
  server: LlamaServer,
  { chatTemplate }: LlamaServerFacts,
  signal: AbortSignal,
): Promise<boolean> {
  if (chatTemplate === undefined) return false
  if (!isChatMl(chatTemplate)) return true
  return (await server.tokenize('<|im_start|>', signal, 'bare')).length === 1
}

/** The template that llama.cpp falls back to: nothing in it but ChatML's marks and a loop over the messages. */
function isChatMl(template: string): boolean {
  return template.length < 400 && template.includes('<|im_start|>') && !/system|default|tools/.test(template)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
