import type { Size } from './model-config.ts'

/**
 * Who answers, by `type`: the built-in engine, a running Ollama, OpenAI or a server that speaks its protocol, or invented
 * answers along a declared curve. The keys are those of `providers` in a config file (docs/config.md). A provider of
 * your own is a `CustomProvider` in its place.
 *
 * @example
 * const local: ProviderConfig = { type: 'llama' }
 * const hosted: ProviderConfig = { type: 'openai', api_key: '${OPENAI_API_KEY}' }
 */
export type ProviderConfig = LlamaConfig | OllamaConfig | OpenAiConfig | SimulatedConfig

/** The built-in engine: models run here, no server. */
interface LlamaConfig {
  readonly type: 'llama'
  /** Engine processes, each with one thread: `auto` (one a core, as memory allows) or a number. Default `auto`. */
  readonly processes?: 'auto' | number | undefined
  /** `false`, `auto` (where llama.cpp finds one) or `true` (one or nothing). Default `false`. */
  readonly gpu?: boolean | 'auto' | undefined
}

/** How fast a server is asked. */
interface PaceConfig {
  /** Requests in flight at most; fewer by itself when the server is too busy. Default 4 for Ollama, else 32. */
  readonly concurrency?: number | undefined
  /** Of all its models. Default: no limit. */
  readonly requests_per_minute?: number | undefined
  /** Of prompts and answers of all its models. Default: no limit. */
  readonly tokens_per_minute?: number | undefined
}

/** A running Ollama. */
interface OllamaConfig extends PaceConfig {
  readonly type: 'ollama'
  /** Default `http://127.0.0.1:11434`. */
  readonly base_url?: string | undefined
}

/** OpenAI, or any server that speaks its protocol. */
interface OpenAiConfig extends PaceConfig {
  readonly type: 'openai'
  /** Default `https://api.openai.com/v1`. */
  readonly base_url?: string | undefined
  /** The name of the environment variable that holds the key: `'${OPENAI_API_KEY}'`. Never a key itself. */
  readonly api_key?: `\${${string}}` | undefined
  /** Sent with every request; `${NAME}` works in their values. */
  readonly headers?: { readonly [name: string]: string } | undefined
  /** Seconds after which a request counts as lost, at least; twice as much on each further try. Default 60. */
  readonly timeout_s?: number | undefined
  /** Which endpoints it has; `auto` asks it. Default `auto`. */
  readonly api?: 'auto' | 'chat' | 'completions' | 'both' | undefined
}

/** Invented answers, labelled simulated everywhere. Nothing is loaded and nothing is contacted. */
export interface SimulatedConfig {
  readonly type: 'simulated'
  /** Seed of all its answers. Default 1. */
  readonly seed?: number | undefined
  /** Median milliseconds an answer takes. Default 0. */
  readonly latency_ms?: number | undefined
  /** Standard deviation of the logarithm of the latency. Default 0. */
  readonly latency_spread?: number | undefined
  /** Share of attempts that fail, from 0 to 1. Default 0. */
  readonly failure_rate?: number | undefined
  /** Which failures occur. Default `server`. */
  readonly failure_kinds?:
    | readonly ('network' | 'timeout' | 'rate-limit' | 'server' | 'malformed')[]
    | undefined
  /** Milliseconds that a simulated rate limit asks to wait. */
  readonly retry_after_ms?: number | undefined
  /** Tokens of prompt and answer together; a model's own `context_length` wins. Default 8192. */
  readonly context_length?: number | undefined
  /** Requests under way at once. Default 8. */
  readonly concurrency?: number | undefined
  /** Correlation between an item's tokens that its difficulty makes, from 0 to 1. Default 0.3. */
  readonly item_share?: number | undefined
  /** Share of chance that is each prompt's own, not shared between sizes, from 0 to 1. Default 0.05. */
  readonly noise?: number | undefined
  /** How far a model lies off the curve of a task: a standard deviation in logits. Default 0. */
  readonly scatter?: number | undefined
  /** Accuracy a token against size, for tasks that no pattern of `truths` names. */
  readonly truth?: TruthConfig | undefined
  /** By task-name pattern, where `*` is any run of characters; the first that matches. */
  readonly truths?: { readonly [pattern: string]: TruthConfig } | undefined
}

/** What a truth with a floor and a ceiling has; both from 0 to 1. */
interface RangeConfig {
  /** Accuracy of the smallest models. Default 0. */
  readonly floor?: number | undefined
  /** Accuracy of the largest models. Default 1. */
  readonly ceiling?: number | undefined
  readonly shots?: ShotsTruthConfig | undefined
}

/** How demonstrations help; without it the number of shots changes nothing. */
interface ShotsTruthConfig {
  /** At 0 shots: share of the way from the floor to the curve, from 0 to 1. */
  readonly zero: number
  /** Shots that close half of what is left; above 0. */
  readonly half: number
}

/** The accuracy a token that simulated models have, by their size. */
export type TruthConfig =
  | { readonly kind: 'flat'; readonly level: number }
  | (RangeConfig & {
      readonly kind: 'linear'
      /** Sizes where the rise begins and ends. */
      readonly from: Size
      readonly to: Size
    })
  | (RangeConfig & {
      readonly kind: 'kink'
      /** Sizes where the rise begins and ends. */
      readonly at: Size
      readonly to: Size
    })
  | (RangeConfig & {
      readonly kind: 'logistic'
      /** Size half way up. Default 1B. */
      readonly midpoint?: Size | undefined
      /** Decades of size from 10 to 90 % of the rise. Default 2. */
      readonly width?: number | undefined
    })
  | (RangeConfig & {
      readonly kind: 'power-law'
      /** Size at which the gap to the ceiling is down to 1/e. */
      readonly scale: Size
      readonly exponent: number
    })
  | {
      readonly kind: 'jump'
      readonly floor: number
      readonly ceiling: number
      /** Size of the jump. */
      readonly at: Size
      /** Accuracy gained in a decade of size besides. Default 0. */
      readonly slope?: number | undefined
      readonly shots?: ShotsTruthConfig | undefined
    }
