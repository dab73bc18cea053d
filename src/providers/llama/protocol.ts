import type { Prompt } from '../../domain/prompt.ts'
import type { Completion, LikelihoodAnswer, LikelihoodRequest } from '../../domain/provider.ts'
import type { ProviderErrorKind } from '../../domain/provider-error.ts'
import type { Decoding } from '../../domain/task.ts'

/** Which weights an engine process opens, and how. */
export interface EngineSetup {
  /** Path of the GGUF file. */
  readonly path: string
  /** Tokens of the longest prompt and answer it must hold. */
  readonly contextNeeded: number
  /** Tokens of prompt and answer that the config allows, where it says. */
  readonly contextLimit?: number | undefined
  readonly gpu: boolean
}

/** What an opened engine process says of its model, from the GGUF file. */
export interface EngineFacts {
  /** Elements of all tensors, a tied embedding counted once. */
  readonly parameters: number
  /** `Q4_K_M`, from `general.file_type`; undefined for a type without a name. */
  readonly quantization: string | undefined
  /** Tokens of context it was trained on. */
  readonly trainedContext: number
  /** `general.basename`, or the architecture where the file has none. */
  readonly family: string
  /** Tokens of prompt and answer together that one request may take. */
  readonly contextLength: number
  /** Why there is no chat rendering; undefined where there is. */
  readonly noChat: string | undefined
  /** Lines for the person. */
  readonly notices: readonly string[]
}

/** What can be asked of an engine process, by name: what goes in and what comes back. */
export interface EngineCalls {
  readonly open: { readonly asks: EngineSetup; readonly answers: EngineFacts }
  readonly complete: {
    readonly asks: {
      readonly prompt: Prompt
      readonly decoding: Decoding
      readonly seed?: number | undefined
    }
    readonly answers: Completion
  }
  readonly likelihoods: {
    readonly asks: Pick<LikelihoodRequest, 'prompt' | 'continuations'>
    readonly answers: LikelihoodAnswer
  }
  readonly count: { readonly asks: Prompt; readonly answers: number }
  readonly render: { readonly asks: Prompt; readonly answers: string }
}
export type EngineCall = keyof EngineCalls

/** A message to an engine process: a call, or the wish to stop one. */
export type ToEngine =
  | {
      readonly [C in EngineCall]: {
        readonly id: number
        readonly call: C
        readonly asks: EngineCalls[C]['asks']
      }
    }[EngineCall]
  | { readonly id: number; readonly call: 'abort' }

/**
 * Why a call failed: a provider error's kind; `file`, the weights cannot be used; `not-installed`, no native
 * engine; `bug`, anything else.
 */
export type EngineFailureKind = ProviderErrorKind | 'file' | 'not-installed' | 'bug'

export interface EngineFailureFacts {
  readonly kind: EngineFailureKind
  readonly message: string
  readonly stack?: string | undefined
}

/** A message from an engine process: the answer to the call of that id. */
export type FromEngine =
  | { readonly id: number; readonly answer: EngineCalls[EngineCall]['answers'] }
  | { readonly id: number; readonly failure: EngineFailureFacts }
