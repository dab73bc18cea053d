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
  /** The kind of GPU to use, as `build` has named it; false for the CPU. */
  readonly gpu: GpuKind | false
}

/** Kinds of GPU that the library has builds for. */
export type GpuKind = 'cuda' | 'vulkan' | 'metal'

/** What is wanted of a GPU: `auto`, one where llama.cpp finds one; true, one or nothing. */
export type GpuWish = boolean | 'auto'

/** The engine that runs on this machine: what its arithmetic depends on. */
export interface EngineBuild {
  /** Version of node-llama-cpp. */
  readonly library: string
  /** Release of llama.cpp; `+local` where it was built on this machine. */
  readonly llamaCpp: string
  /** `linux-x64`. */
  readonly platform: string
  /** The CPU's variant of the arithmetic, chosen by what the CPU can do: `zen4`, `haswell`. */
  readonly cpu: string
  readonly gpu: GpuKind | false
  /** Names of the GPUs; none where `gpu` is false. */
  readonly devices: readonly string[]
  /** Memory that the GPUs have left, in bytes; 0 where `gpu` is false. */
  readonly freeGpuBytes: number
}

/** What of a model's file decides how much memory it takes. */
export interface MemoryFacts {
  /** Of the whole file: the weights, which are mapped. */
  readonly weightsBytes: number
  /** Of those, what each process may copy, rearranged for its CPU. */
  readonly copiedBytes: number
  /** What each token of context takes in the cache of keys and values. */
  readonly cacheBytesPerToken: number
  /** Tokens in the vocabulary: each evaluated position leaves a number for each. */
  readonly vocabulary: number
  /** Tokens of context it was trained on; undefined where the file does not say. */
  readonly trainedContext: number | undefined
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
  /** Tokens of context that its memory is laid out for. */
  readonly contextSize: number
  /** Why there is no chat rendering; undefined where there is. */
  readonly noChat: string | undefined
}

/** What can be asked of an engine process, by name: what goes in and what comes back. */
export interface EngineCalls {
  readonly build: { readonly asks: GpuWish; readonly answers: EngineBuild }
  readonly measure: { readonly asks: string; readonly answers: MemoryFacts }
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

/** A message to an engine process: a call, the wish to stop one, or the question whether it is still there. */
export type ToEngine =
  | {
      readonly [C in EngineCall]: {
        readonly id: number
        readonly call: C
        readonly asks: EngineCalls[C]['asks']
      }
    }[EngineCall]
  | { readonly id: number; readonly call: 'abort' }
  | { readonly call: 'ping' }

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

/** A message from an engine process: the answer to the call of that id, or to a ping. */
export type FromEngine =
  | { readonly id: number; readonly answer: EngineCalls[EngineCall]['answers'] }
  | { readonly id: number; readonly failure: EngineFailureFacts }
  | {
      /** Steps of work done since its start: as long as it works, it grows. */
      readonly steps: number
    }
