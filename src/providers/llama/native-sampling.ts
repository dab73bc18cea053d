import type { LlamaContext } from 'node-llama-cpp'

/** Settings of the library's native sampler that are used here; what is absent is off. */
interface SamplerSettings {
  readonly topK?: number
  readonly minP?: number
  /** Of the generator that draws the token. It starts anew only where the seed differs from the last one's. */
  readonly seed: number
}

/** How an answer's tokens are drawn. */
export interface DrawSettings {
  /** Above 0. */
  readonly temperature: number
  /** The likeliest tokens that together have this much; 1 for all. */
  readonly topP: number
  /** Of the generator that draws, 32 bits. */
  readonly seed: number
}

/** Samples once from the logits that the last evaluation left. */
export interface NativeSampling {
  /** A token drawn from what the settings leave, and its probability among that. */
  draw(
    index: number,
    settings: SamplerSettings,
  ): Promise<{ readonly token: number; readonly probability: number }>
  /** What the settings leave, most likely first, as token, probability, token, probability, … */
  remaining(index: number, settings: SamplerSettings): Promise<readonly number[]>
  /** Draws the tokens of one answer, one after the other, with a generator of their own. */
  drawing(settings: DrawSettings): {
    /** From the logits at a place in the last batch. */
    next(index: number): Promise<number>
    end(): void
  }
}

/**
 * The native sampler beneath the library's evaluation functions, which sample each position once and forget its logits;
 * `undefined` where another version of the library keeps it elsewhere.
 */
export function nativeSampling(context: LlamaContext): NativeSampling | undefined {
  const native: unknown = Reflect.get(context, '_ctx')
  const bindings: unknown = Reflect.get(context.model.llama, '_bindings')
  const model: unknown = Reflect.get(context.model, '_model')
  if (!isNativeContext(native) || !hasSampler(bindings)) return undefined
  const { AddonSampler } = bindings
  const sampler = new AddonSampler(model)
  const sample = (index: number, settings: SamplerSettings, weights: boolean) => {
    // Temperature 1 leaves the logits as they are; at 0 the sampler would be another, greedy one.
    sampler.applyConfig({ temperature: 1, ...settings })
    return native.sampleToken(index, sampler, weights, !weights)
  }
  return {
    draw: async (index, settings) => {
      const [token, , probability = Number.NaN] = await sample(index, settings, false)
      return { token, probability }
    },
    remaining: async (index, settings) => (await sample(index, settings, true))[1] ?? [],
    drawing: (settings) => {
      const own = new AddonSampler(model)
      own.applyConfig(settings)
      return {
        next: async (index) => {
          const [token] = await native.sampleToken(index, own, false, false)
          if (token < 0) throw new Error('no token can be drawn')
          return token
        },
        end: () => own.dispose(),
      }
    },
  }
}

interface NativeSampler {
  applyConfig(settings: object): void
  dispose(): void
}

interface NativeContext {
  sampleToken(
    index: number,
    sampler: NativeSampler,
    probabilities: boolean,
    confidence: boolean,
  ): Promise<readonly [token: number, probabilities?: readonly number[], confidence?: number]>
}

function isNativeContext(value: unknown): value is NativeContext {
  return typeof value === 'object' && value !== null && 'sampleToken' in value
}

function hasSampler(value: unknown): value is { AddonSampler: new (model: unknown) => NativeSampler } {
  return typeof value === 'object' && value !== null && 'AddonSampler' in value
}
