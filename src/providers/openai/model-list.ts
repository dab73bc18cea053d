import { nearestName } from '../../domain/nearest.ts'
import { isRecord } from '../http/http-failure.ts'
import type { Caller } from './call.ts'
import { describeBody } from './from-response.ts'
import { believeUnreadable, type Opening } from './opening.ts'

/** A model as the server lists it. */
export interface ListedModel {
  readonly id: string
  /** `llamacpp`: only llama-server says so of its models. */
  readonly ownedBy: string | undefined
  readonly contextLength: number | undefined
  readonly parameters: number | undefined
  readonly quantization: string | undefined
  /** Other names that the server takes for it. */
  readonly aliases: readonly string[]
}

/**
 * The server's list of models, or `undefined` where it has none or does not show it.
 * @throws ProviderError where the server is not there, has no use for our key, or is not well
 */
export async function listModels(
  call: Caller,
  {
    opening,
    provider,
    model,
  }: { readonly opening: Opening; readonly provider: string; readonly model: string },
  signal: AbortSignal,
): Promise<readonly ListedModel[] | undefined> {
  const answer = await call({ method: 'get', path: '/models', signal, stage: 'open' })
  if (answer.ok && isRecord(answer.body)) return parseModelList(answer.body)
  if (answer.ok || answer.error.kind === 'malformed') {
    const message = answer.ok ? `the list of models is ${describeBody(answer.body)}` : answer.error.message
    believeUnreadable(opening, '/models', { message, provider, model })
    return undefined
  }
  // A key may be good for completions and not for listing (403), and a server may lack this endpoint.
  if (answer.failure !== undefined && [400, 403, 404, 405, 501].includes(answer.failure.status))
    return undefined
  throw answer.error
}

/** Reads a `/models` body; `undefined` where it is none. */
export function parseModelList(body: unknown): readonly ListedModel[] | undefined {
  if (!isRecord(body) || !Array.isArray(body.data)) return undefined
  return body.data.filter(isRecord).flatMap(listedModel)
}

function listedModel(entry: { readonly [member: string]: unknown }): ListedModel[] {
  if (typeof entry.id !== 'string') return []
  const meta = isRecord(entry.meta) ? entry.meta : {}
  return [
    {
      id: entry.id,
      ownedBy: textOf(entry.owned_by),
      contextLength: contextOf(entry),
      parameters: countOf(meta.n_params),
      quantization: quantizationOf(meta.ftype),
      aliases: Array.isArray(entry.aliases) ? entry.aliases.filter((name) => typeof name === 'string') : [],
    },
  ]
}

/** The names nearest to the one asked for, or the first few: for the message of an unknown model. */
export function nearestModels(name: string, listed: readonly ListedModel[]): string {
  const ids = listed.flatMap(({ id, aliases }) => [id, ...aliases])
  const nearest = nearestName(name, ids)
  const shown = ids.slice(0, 10).join(', ') + (ids.length > 10 ? `, and ${ids.length - 10} more` : '')
  return nearest === undefined ? `it has: ${shown}` : `did you mean "${nearest}"? It has: ${shown}`
}

/** vLLM's name, LM Studio's and Mistral's, OpenRouter's, Groq's. */
const CONTEXT_NAMES = [
  'max_model_len',
  'loaded_context_length',
  'max_context_length',
  'context_length',
  'context_window',
]

function contextOf(entry: { readonly [member: string]: unknown }): number | undefined {
  for (const name of CONTEXT_NAMES) {
    const length = countOf(entry[name])
    if (length !== undefined) return length
  }
  return undefined
}

/** llama.cpp's `Q4_K - Medium` in the short form that people write: `Q4_K_M`. What it guesses is no fact. */
function quantizationOf(ftype: unknown): string | undefined {
  const name = textOf(ftype)
  if (name === undefined || name.startsWith('(guessed)')) return undefined
  return name === 'Q2_K - Medium' ? 'Q2_K' : name.replace(/ - ([SML])(mall|edium|arge)$/, '_$1')
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined
}
