import type { Provider } from '../domain/provider.ts'
import type { WrittenProvider } from './provider-schema.ts'
import { redactUrl } from './redact.ts'
import { secretVariables } from './secret-variables.ts'

/** The built-in engine. */
interface LlamaSettings {
  readonly type: 'llama'
  readonly name: string
  readonly processes: 'auto' | number
  /** `auto`: where one is found; true: one or nothing. */
  readonly gpu: boolean | 'auto'
}

/** What a server takes; undefined is no limit. */
interface Pace {
  readonly requestsPerMinute?: number | undefined
  readonly tokensPerMinute?: number | undefined
}

/** A running Ollama. */
interface OllamaSettings extends Pace {
  readonly type: 'ollama'
  readonly name: string
  readonly baseUrl: string
  /** The URL as written, its variables unexpanded and its credentials hidden: for messages and results. */
  readonly shownUrl: string
  /** Environment variables whose values must not be shown. */
  readonly secretVariables: readonly string[]
  readonly concurrency: number
}

/** OpenAI or a server that speaks its protocol. */
interface OpenAiSettings extends Pace {
  readonly type: 'openai'
  readonly name: string
  readonly baseUrl: string
  /** The URL as written, its variables unexpanded and its credentials hidden: for messages and results. */
  readonly shownUrl: string
  /** The environment variable that holds the key; its value is never part of a config. */
  readonly apiKeyVariable?: string | undefined
  /** Environment variables in its URL and headers whose values must not be shown. */
  readonly secretVariables: readonly string[]
  readonly concurrency: number
  /** May hold secrets. */
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly api: 'auto' | 'chat' | 'completions' | 'both'
}

/** Invented answers. */
interface SimulatedSettings {
  readonly type: 'simulated'
  readonly name: string
  readonly concurrency: number
  /** As written, without `type`: the simulated provider fills in its own defaults. */
  readonly declaration: Readonly<Record<string, unknown>>
}

/** A provider that was given in code. */
export interface CustomSettings {
  readonly type: 'custom'
  readonly name: string
  readonly version: string
  readonly concurrency: number
  readonly provider: Provider
}

/** One configured provider. */
export type ProviderSettings =
  | LlamaSettings
  | OllamaSettings
  | OpenAiSettings
  | SimulatedSettings
  | CustomSettings

/** A provider's settings with defaults filled in. `shown` is its entry as written. */
export function providerSettings(
  name: string,
  provider: WrittenProvider,
  shown: WrittenProvider,
): ProviderSettings {
  switch (provider.type) {
    case 'llama': {
      const processes = provider.processes === 'auto' ? 'auto' : numberOr('auto', provider.processes)
      return { type: 'llama', name, processes, gpu: gpuWish(provider.gpu) }
    }
    case 'ollama': {
      const baseUrl = provider.base_url ?? 'http://127.0.0.1:11434'
      return {
        type: 'ollama',
        name,
        baseUrl,
        shownUrl: redactUrl(urlOf(shown) ?? baseUrl),
        secretVariables: secretVariables(shown),
        concurrency: numberOr(4, provider.concurrency),
        ...paceOf(provider),
      }
    }
    case 'openai': {
      const baseUrl = provider.base_url ?? 'https://api.openai.com/v1'
      return {
        type: 'openai',
        name,
        baseUrl,
        shownUrl: redactUrl(urlOf(shown) ?? baseUrl),
        apiKeyVariable: provider.api_key?.slice('${'.length, -'}'.length),
        secretVariables: secretVariables(shown),
        concurrency: numberOr(32, provider.concurrency),
        ...paceOf(provider),
        headers: provider.headers ?? {},
        timeoutMs: numberOr(60, provider.timeout_s) * 1000,
        api: apiOf(provider.api),
      }
    }
    case 'simulated': {
      const { type, ...declaration } = provider
      return { type, name, concurrency: numberOr(8, provider.concurrency), declaration }
    }
  }
}

function paceOf(provider: Extract<WrittenProvider, { type: 'ollama' | 'openai' }>): Pace {
  return {
    requestsPerMinute: numberOr(undefined, provider.requests_per_minute),
    tokensPerMinute: numberOr(undefined, provider.tokens_per_minute),
  }
}

function urlOf(provider: WrittenProvider): string | undefined {
  return 'base_url' in provider ? provider.base_url : undefined
}

/** A number as written; the default also where a variable is not set, which is reported before any use. */
function numberOr<D>(usual: D, written: number | string | undefined): number | D {
  return typeof written === 'number' ? written : usual
}

function gpuWish(written: boolean | string | undefined): LlamaSettings['gpu'] {
  return written === true || written === 'auto' ? written : false
}

function apiOf(written: string | undefined): OpenAiSettings['api'] {
  return written === 'chat' || written === 'completions' || written === 'both' ? written : 'auto'
}
