import type { Likelihood } from './likelihood.ts'
import type { Model, ModelIdentity, SamplingOption } from './model.ts'
import type { Prompt } from './prompt.ts'
import type { Decoding } from './task.ts'

/** What is asked of a model for one trial. */
export interface CompletionRequest {
  readonly prompt: Prompt
  readonly decoding: Decoding
  /** Sampling seed, where temperature is above 0 and the provider takes one. */
  readonly seed?: number | undefined
  /** Coordinates that only the simulated provider reads. */
  readonly trial: {
    readonly key: string
    readonly task: string
    readonly item: string
    readonly shots: number
    readonly target: string
  }
}

/** Texts whose likelihood after a prompt is asked. */
export interface LikelihoodRequest {
  readonly prompt: Prompt
  /** Each is scored by itself right after the prompt, with the delimiter it begins with: ` Paris`. */
  readonly continuations: readonly string[]
  /** Coordinates that only the simulated provider reads. */
  readonly trial: CompletionRequest['trial']
}

/** What a provider makes of a likelihood request. */
export interface LikelihoodAnswer {
  /** One for each continuation, in order. */
  readonly likelihoods: readonly Likelihood[]
  readonly servedModel?: string | undefined
  /** Tokens of the prompt, and of all continuations together. */
  readonly promptTokens?: number | undefined
  readonly continuationTokens?: number | undefined
  readonly cachedTokens?: number | undefined
}

/** Why a response ended, unified: `stop` (of itself or at a stop string), `length`, `refused` (says the provider), `other`. */
export type FinishReason = 'stop' | 'length' | 'refused' | 'other'

export interface Completion {
  /** The response without the stop string. */
  readonly text: string
  /** A reasoning model's thinking, kept apart from the answer. */
  readonly reasoning?: string | undefined
  readonly finishReason: FinishReason
  /** The provider's own word for it. */
  readonly rawFinishReason?: string | undefined
  /** The model name that the server reports. */
  readonly servedModel?: string | undefined
  readonly promptTokens?: number | undefined
  readonly completionTokens?: number | undefined
  readonly cachedTokens?: number | undefined
}

/** What a model can do, known before money or time is spent on trials. */
export interface Capabilities {
  /** Takes bare text and continues it. */
  readonly raw: boolean
  /** Takes messages, through the model's own chat template. */
  readonly chat: boolean
  /** `exact`: counts a prompt's tokens before it is sent; `after`: reports usage; `none`. */
  readonly tokenCounts: 'exact' | 'after' | 'none'
  /** `forced`: of tokens we give; `generated`: of its own; `none`. */
  readonly logProbabilities: 'forced' | 'generated' | 'none'
  /** Tokens of prompt and answer together, for one request. */
  readonly contextLength?: number | undefined
  /** Options the model takes; the others are left out, recorded, and applied by us where possible. */
  readonly samplingOptions: readonly SamplingOption[]
}

/** What the opened model says of itself; a disagreement with the config is reported, never hidden. */
export interface ReportedFacts {
  readonly parameters?: number | undefined
  readonly quantization?: string | undefined
  readonly contextLength?: number | undefined
  readonly family?: string | undefined
}

/** Where and how a model runs on this machine. Its answers do not depend on it, unless a GPU gives them. */
export interface Placement {
  readonly processes: number
  /** Threads of each process. */
  readonly threads: number
  /** Tokens of context that memory is laid out for, in each. */
  readonly contextSize: number
  /** Kind of GPU; absent on the CPU. */
  readonly gpu?: string | undefined
  /** Memory that all of it takes at most, and what was free before, in bytes. */
  readonly neededBytes: number
  readonly freeBytes: number
}

/** One model, opened. */
export interface Session {
  readonly capabilities: Capabilities
  readonly reported: ReportedFacts
  /** Requests it works on at once at best: processes of the built-in engine, or the server's ceiling. */
  readonly concurrency: number
  /**
   * True when requests that share a prompt's beginning should go to one worker in order: the runner then
   * gives each of `concurrency` workers groups of its own and names the worker in `options.worker`.
   */
  readonly prefixAffinity: boolean
  /**
   * `guaranteed`: the same prompt at temperature 0 gives the same bytes, whatever runs beside it; `unknown`, also where
   * absent: worth a probe.
   */
  readonly deterministic?: 'guaranteed' | 'unknown' | undefined
  /** Only of engines that run here as part of the program. */
  readonly placement?: Placement | undefined
  /** @throws ProviderError whose kind says whether to try again, to skip the trial or to stop the model. */
  complete(
    request: CompletionRequest,
    options: { readonly signal: AbortSignal; readonly worker: number },
  ): Promise<Completion>
  /**
   * How likely the model finds texts after a prompt, under teacher forcing; only where `logProbabilities` is `forced`.
   *
   * @throws ProviderError as `complete`
   */
  likelihoods?(
    request: LikelihoodRequest,
    options: { readonly signal: AbortSignal; readonly worker: number },
  ): Promise<LikelihoodAnswer>
  /** Tokens of the prompt as the model will see it, template and BOS included; only where `tokenCounts` is `exact`. */
  countTokens?(prompt: Prompt): Promise<number>
  /** The text that the model reads, its chat template applied; only where the provider knows the template. */
  renderedText?(prompt: Prompt): Promise<string>
  close(): Promise<void>
}

export interface OpenOptions {
  readonly signal: AbortSignal
  /** An upper bound, in tokens, of the longest prompt and answer of the whole plan for this model. */
  readonly contextNeeded: number
  /**
   * Opened for a plan, to count tokens: nothing may be generated. A provider that cannot open a model so throws a
   * ProviderError of kind `unsupported`.
   */
  readonly countOnly?: boolean | undefined
  /** The plan asks for likelihoods of given texts: a provider that has to find out whether it has them does so now. */
  readonly likelihoods?: boolean | undefined
  /** Lines for the person: a probe's findings, a disagreement. Never a key. */
  readonly notice: (line: string) => void
}

/** An adapter. Retrying, budgets and concurrency are not its work. */
export interface Provider {
  readonly name: string
  /** `local`: its models are opened one after the other; `hosted`: side by side. */
  readonly lane: 'local' | 'hosted'
  /** Simulated answers are labelled so in every file and chart. */
  readonly simulated: boolean
  /** What the model's trials are keyed by. Opens nothing heavy. @throws ProviderError, InputError */
  identify(model: Model): Promise<ModelIdentity>
  /** Opens and probes the model. @throws ProviderError, InputError */
  open(model: Model, options: OpenOptions): Promise<Session>
}
