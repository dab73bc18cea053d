import type { Ollama } from 'ollama'
import { ProviderError } from '../../domain/provider-error.ts'
import { providerErrorFrom } from '../http/provider-error-from.ts'
import type { OllamaAddress } from './address.ts'

/** What an Ollama client is made of. */
export interface OllamaClientParts {
  /** The configured provider's name. */
  readonly provider: string
  readonly address: OllamaAddress
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** For whom a call is made, and what can end it. */
export interface CallScope {
  readonly model: string
  readonly stage: 'open' | 'run'
  readonly signal?: AbortSignal | undefined
}

/** Makes one call with the official client, which is loaded at the first. */
export type CallOllama = <T>(scope: CallScope, work: (client: Ollama) => Promise<T>) => Promise<T>

/**
 * Calls to one server: each ends when its signal aborts, with the signal's reason, and fails with a
 * ProviderError.
 */
export function createOllamaClient(parts: OllamaClientParts): CallOllama {
  const { address } = parts
  const headers = address.authorization === undefined ? {} : { Authorization: address.authorization }
  return async (scope, work) => {
    const { Ollama } = await import('ollama')
    // The client's own abort() ends streams only; a signal on the fetch ends whatever the call does.
    const fetch = refusingFetch(parts.fetch, scope.signal)
    try {
      return await work(new Ollama({ host: address.url, fetch, headers }))
    } catch (error) {
      scope.signal?.throwIfAborted()
      throw asProviderError(error, parts, scope)
    }
  }
}

/** A fetch that fails on an answer that is no success: the client would drop its headers, and log to the console. */
function refusingFetch(
  fetch: typeof globalThis.fetch,
  signal: AbortSignal | undefined,
): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, signal: signal ?? null })
    if (response.ok) return response
    const body = await response.text()
    throw Object.assign(new Error(body), {
      status: response.status,
      headers: response.headers,
      error: errorOf(body),
    })
  }
}

/** Ollama's `{"error": "…"}`; a proxy in front of it may answer with anything. */
function errorOf(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : body
  } catch {
    return body
  }
}

function asProviderError(error: unknown, parts: OllamaClientParts, scope: CallScope): ProviderError {
  const { provider, address, now } = parts
  const { model, stage } = scope
  const known = providerErrorFrom(error, {
    provider,
    model,
    stage,
    address: address.shown,
    secrets: address.secrets,
    now: now(),
  })
  if (known.kind !== 'unreachable') return known
  return new ProviderError(
    `no Ollama server at ${address.shown}: start it with \`ollama serve\`, or correct base_url`,
    { provider, model, kind: 'unreachable', cause: known },
  )
}
