import type { FinishReason } from './provider.ts'
import type { Decoding } from './task.ts'

/** One message of a chat, as a provider of one's own is given it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/**
 * The prompt of one trial: bare text to be continued (`raw`), or messages (`chat`: one user message; `chat-turns`:
 * demonstrations as earlier turns).
 */
export type CustomPrompt =
  | { readonly rendering: 'raw'; readonly text: string }
  | { readonly rendering: 'chat' | 'chat-turns'; readonly messages: readonly ChatMessage[] }

/** What a provider of one's own is asked for one trial. */
export interface CustomRequest {
  /** The model's `id`, or its `name` where it has none. */
  readonly model: string
  readonly prompt: CustomPrompt
  /**
   * `maxTokens` of the answer at most, `temperature` (0 is greedy), `topP` where the task sets one, and `stop`: texts that
   * end the answer. Answers are cut at the first of them afterwards in any case.
   */
  readonly decoding: Decoding
  /** Sampling seed of this trial, where temperature is above 0. The same on every resume. */
  readonly seed?: number | undefined
  /** Aborts when the run is stopped at once, and when the attempt has taken too long. */
  readonly signal: AbortSignal
}

/** An answer with what is known about it. */
export interface CustomAnswer {
  readonly text: string
  /** Why it ended: `stop` (where absent), `length` (the limit of tokens), `refused`, `other`. */
  readonly finishReason?: FinishReason | undefined
  /** A reasoning model's thinking, kept apart from the answer. */
  readonly reasoning?: string | undefined
  /** Tokens of the prompt and of the answer, for budgets and prices. */
  readonly promptTokens?: number | undefined
  readonly completionTokens?: number | undefined
}

/** Texts whose likelihood after a prompt is asked of a provider of one's own. */
export interface CustomLikelihoodRequest {
  /** The model's `id`, or its `name` where it has none. */
  readonly model: string
  readonly prompt: CustomPrompt
  /** Each is scored by itself right after the prompt, with the delimiter it begins with: ` Paris`. At least one. */
  readonly continuations: readonly string[]
  /** Aborts when the run is stopped at once, and when the attempt has taken too long. */
  readonly signal: AbortSignal
}

/** A likelihood as a provider of one's own tells it. */
export interface CustomLikelihood {
  /** Sum of ln p over the continuation's tokens, in nats; at most 0. */
  readonly logProbability: number
  /** Tokens of the continuation; at least 1. */
  readonly tokens: number
}

/** A provider of one's own, given in code. */
export interface CustomProvider {
  /**
   * Names what answers, and is part of every trial's key: a trial that was answered under another version is asked again.
   * Change it whenever answers may change.
   */
  readonly version: string
  /** Calls under way at once, from 1 on; 4 where absent. */
  readonly concurrency?: number | undefined
  /** Tokens of prompt and answer together; unknown, and not checked, where absent. */
  readonly contextLength?: number | undefined
  /** How prompts may reach it; all of `raw`, `chat` and `chat-turns` where absent. Others are skipped, and told. */
  readonly renderings?: readonly ('raw' | 'chat')[] | undefined
  /**
   * Answers one trial, with a text or a text and what is known about it.
   *
   * @throws ProviderError to say what went wrong with the model: its kind decides whether the call is tried again.
   * Anything else is taken for a bug: the run stops, and rejects with it.
   */
  complete(request: CustomRequest): string | CustomAnswer | Promise<string | CustomAnswer>
  /**
   * How likely the model finds each continuation, in their order; absent where it cannot tell, and metrics that need it
   * then have no score.
   *
   * @throws ProviderError as `complete`
   */
  likelihoods?(
    request: CustomLikelihoodRequest,
  ): readonly CustomLikelihood[] | Promise<readonly CustomLikelihood[]>
}
