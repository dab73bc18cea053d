import { InputError } from '../domain/input-error.ts'
import type { Model } from '../domain/model.ts'
import type { Provider } from '../domain/provider.ts'
import { ProviderError } from '../domain/provider-error.ts'
import type { PlannedModel } from '../domain/trial.ts'

export interface Identified {
  readonly planned: readonly PlannedModel[]
  /** Models whose provider could not tell what they are, with the reason. */
  readonly unknown: readonly { readonly model: Model; readonly error: ProviderError | InputError }[]
}

/** What each model's trials are keyed by. A model that cannot be identified leaves the others alone. */
export async function identifyModels(
  models: readonly Model[],
  providers: ReadonlyMap<string, Provider>,
): Promise<Identified> {
  const planned: PlannedModel[] = []
  const unknown: { model: Model; error: ProviderError | InputError }[] = []
  for (const model of models) {
    const provider = providers.get(model.provider)
    if (provider === undefined) throw new Error(`no provider ${model.provider}`)
    try {
      planned.push({ model, identity: await provider.identify(model) })
    } catch (error) {
      if (!(error instanceof ProviderError || error instanceof InputError)) throw error
      unknown.push({ model, error })
    }
  }
  return { planned, unknown }
}
