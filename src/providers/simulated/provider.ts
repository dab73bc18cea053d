import { digestOfValue } from '../../domain/digest.ts'
import { InputError } from '../../domain/input-error.ts'
import type { Model } from '../../domain/model.ts'
import type { Provider } from '../../domain/provider.ts'
import { simulatedSession } from './session.ts'
import type { SimulatedSettings } from './settings.ts'

/** Raised when the same settings would give other answers. */
const ENGINE = 'simulated 1'

export interface SimulatedProviderParts {
  /** The name it is configured under. */
  readonly name: string
  readonly settings: SimulatedSettings
  /** Resolves after so many milliseconds; rejects with the signal's reason when it aborts before. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/**
 * A provider whose answers follow declared truths: deterministic, on every machine alike, and labelled
 * simulated wherever they are shown. Nothing is loaded and nothing is contacted.
 */
export function createSimulatedProvider({ name, settings, sleep }: SimulatedProviderParts): Provider {
  return {
    name,
    lane: 'hosted',
    simulated: true,
    identify: async (model) => ({
      digest: digestOfValue([model.name, parametersOf(model), whatMakesAnswers(settings)]),
      engine: ENGINE,
    }),
    open: async (model, options) => {
      options.signal.throwIfAborted()
      return simulatedSession({
        provider: name,
        settings,
        model,
        parameters: parametersOf(model),
        contextLength: model.contextLength ?? settings.context_length,
        sleep,
      })
    },
  }
}

/** The settings that decide what is answered; latency, failures and context only decide whether and when. */
function whatMakesAnswers(settings: SimulatedSettings): object {
  const { seed, item_share, noise, scatter, truth, truths } = settings
  // As a list of pairs: the first pattern that matches counts, so their order does too.
  return { seed, item_share, noise, scatter, truth, truths: Object.entries(truths) }
}

function parametersOf(model: Model): number {
  if (model.parameters !== undefined) return model.parameters
  throw new InputError({
    message: `model "${model.name}" has no parameters, which a simulated model's accuracy follows`,
    hint: 'state it, as in `parameters: 1.5B`',
  })
}
