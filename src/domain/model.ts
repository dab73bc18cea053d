import type { Tuning } from './factors.ts'
import type { WeightSource } from './weight-source.ts'

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number
  readonly output: number
  /** For prompt tokens the provider had cached; `input` where absent. */
  readonly cachedInput?: number | undefined
}

/** A request option that some models refuse; what a model does not support is left out and done by us or recorded. */
export const SAMPLING_OPTIONS = ['temperature', 'top_p', 'stop', 'seed', 'max_tokens'] as const
export type SamplingOption = (typeof SAMPLING_OPTIONS)[number]

/** Data about a model, as its user states it. Opening it is a provider's work. */
export interface Model {
  readonly name: string
  /** The name of a configured provider. */
  readonly provider: string
  /** What the server calls it (`gpt-4o-mini`, `qwen2.5:0.5b`); the model's name where not given. */
  readonly servedAs: string
  readonly family: string
  /** Total parameters, tied weights counted once. */
  readonly parameters?: number | undefined
  /** Parameters that take part in each token; `parameters` for a dense model. */
  readonly activeParameters?: number | undefined
  readonly quantization?: string | undefined
  readonly tuning?: Tuning | undefined
  readonly trainingTokens?: number | undefined
  readonly trainingFlops?: number | undefined
  readonly price?: Price | undefined
  /** Tokens of prompt and answer together; asked from the provider where not given. */
  readonly contextLength?: number | undefined
  /** Declared version of a hosted model: part of its identity. */
  readonly version?: string | undefined
  readonly unsupported?: readonly SamplingOption[] | undefined
  readonly licence?: string | undefined
  /** Where its weights can be had, tried in order. */
  readonly weights?: readonly WeightSource[] | undefined
  /** SHA-256 of the whole weights file, lower-case hex. */
  readonly sha256?: string | undefined
  /** Size of the whole weights file. */
  readonly bytes?: number | undefined
  /** Terms to be shown before the first fetch. */
  readonly terms?: { readonly name: string; readonly url: string } | undefined
}

/**
 * What makes a model the same model: the weights file's sha256, a server's digest, or URL, name and declared
 * version; and the engine whose arithmetic answers. Both are part of every trial's key.
 */
export interface ModelIdentity {
  readonly digest: string
  /** Engine and build: `node-llama-cpp@3.21.1 llama.cpp@v0.4.0 linux-x64 cpu-zen4 cuts-2`, `openai http://127.0.0.1:8080/v1`. */
  readonly engine: string
}
