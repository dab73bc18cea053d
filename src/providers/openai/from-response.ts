import type { Completion } from '../../domain/provider.ts'
import { isRecord } from '../http/http-failure.ts'
import { toFinishReason } from './finish-reason.ts'

/** What an answer with status 200 turned out to be. */
export type Reading =
  | { readonly state: 'completion'; readonly completion: Completion }
  /** Not the protocol's: what is wrong with it. */
  | { readonly state: 'malformed'; readonly problem: string }

type Fields = { readonly [member: string]: unknown }

/** Reads the body of `/completions` or `/chat/completions`; lenient about what is more, strict about what is missing. */
export function readResponse(body: unknown): Reading {
  if (!isRecord(body)) return malformed(`a body that is ${describeBody(body)}`)
  const choice: unknown = Array.isArray(body.choices) ? body.choices[0] : undefined
  if (!isRecord(choice)) return malformed('no choices in it')
  const raw = textOf(choice.finish_reason)
  const answer = isRecord(choice.message) ? chatAnswer(choice.message) : rawAnswer(choice)
  if (answer === undefined) return malformed('a choice without text or message content')
  const { text, reasoning, refused } = answer
  const finishReason = refused ? 'refused' : toFinishReason(raw)
  return {
    state: 'completion',
    completion: { text, reasoning, finishReason, rawFinishReason: raw, ...usageOf(body) },
  }
}

interface Answer {
  readonly text: string
  readonly reasoning?: string | undefined
  readonly refused: boolean
}

function rawAnswer(choice: Fields): Answer | undefined {
  return typeof choice.text === 'string' ? { text: choice.text, refused: false } : undefined
}

/** Content may be null: all tokens went into reasoning, or the model refused. */
function chatAnswer(message: Fields): Answer | undefined {
  const refusal = filledTextOf(message.refusal)
  const reasoning = filledTextOf(message.reasoning_content) ?? filledTextOf(message.reasoning)
  const content = contentOf(message.content)
  if (content === undefined && reasoning === undefined && refusal === undefined && !('content' in message))
    return undefined
  return { text: content || refusal || '', reasoning, refused: refusal !== undefined }
}

/** Plain text, or the text parts of a list of parts. */
function contentOf(content: unknown): string | undefined {
  if (!Array.isArray(content)) return textOf(content)
  return content.map((part: unknown) => (isRecord(part) ? (textOf(part.text) ?? '') : '')).join('')
}

/** The counts and the model's name in a body. Cached tokens: OpenAI's and llama-server's name, DeepSeek's, and llama-server's timings. */
export function usageOf(body: Fields) {
  const usage = isRecord(body.usage) ? body.usage : {}
  const details = isRecord(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {}
  const timings = isRecord(body.timings) ? body.timings : {}
  return {
    servedModel: withoutFolder(textOf(body.model)),
    promptTokens: countOf(usage.prompt_tokens),
    completionTokens: countOf(usage.completion_tokens),
    cachedTokens:
      countOf(details.cached_tokens) ?? countOf(usage.prompt_cache_hit_tokens) ?? countOf(timings.cache_n),
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function filledTextOf(value: unknown): string | undefined {
  return value === '' ? undefined : textOf(value)
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined
}

function malformed(problem: string): Reading {
  return { state: 'malformed', problem }
}

/** What a body is that is no JSON object, for a message. */
export function describeBody(body: unknown): string {
  if (typeof body !== 'string') return body === undefined || body === null ? 'empty' : `a ${typeof body}`
  return /^\s*</.test(body) ? 'an HTML page' : 'plain text'
}

/** llama-server without an alias calls its model by the path of its file, which tells of somebody's folders. */
function withoutFolder(name: string | undefined): string | undefined {
  return name === undefined || !/^(\/|[A-Za-z]:\\)/.test(name) ? name : name.replace(/^.*[\\/]/, '')
}
