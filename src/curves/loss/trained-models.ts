/** A model with what it was trained with and what it loses. */
export interface TrainedModel {
  readonly model: string
  readonly family: string
  /** Those that take part in each token. */
  readonly parameters?: number | undefined
  readonly trainingTokens?: number | undefined
  readonly trainingFlops?: number | undefined
  /** Mean loss: nats or bits a byte. */
  readonly loss: number
  /** Its standard error, where there are no items. */
  readonly error?: number | undefined
}

/** Models and the items behind their losses. */
export interface TrainedModels {
  readonly models: readonly TrainedModel[]
  /** Losses: row i is an item, column j the model j; absent where only means are known. */
  readonly values?: readonly (readonly number[])[] | undefined
}

/** What a law needs to be told of a model. */
type Stated = 'parameters' | 'trainingTokens' | 'trainingFlops'

/** Which models a law is of. */
export interface LawModels {
  /** Those that state all that the law needs, and lose something. */
  readonly models: readonly string[]
  readonly families: readonly string[]
  /** The others, by what they do not state. */
  readonly missing: readonly { readonly what: Stated; readonly models: readonly string[] }[]
}

/** The models that state all that a law needs and lose something, and what the others do not state. */
export function statedBy(
  models: readonly TrainedModel[],
  needed: readonly Stated[],
): LawModels & { readonly kept: readonly TrainedModel[] } {
  const losing = models.filter(({ loss }) => loss > 0)
  const isStated = (model: TrainedModel) => needed.every((what) => (model[what] ?? 0) > 0)
  const kept = losing.filter(isStated)
  return {
    kept,
    models: kept.map(({ model }) => model),
    families: [...new Set(kept.map(({ family }) => family))],
    missing: needed.flatMap((what) => {
      const lacking = models.filter((model) => !((model[what] ?? 0) > 0)).map(({ model }) => model)
      return lacking.length === 0 ? [] : [{ what, models: lacking }]
    }),
  }
}
