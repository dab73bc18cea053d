import type { Result } from '../domain/result.ts'

/**
 * Watches what servers call the models that answer. A model's first change in a run is told, once: answers before and
 * after it come from different models, and the column served_model says which is which.
 */
export function watchServedModels(
  notice: (line: string) => void,
): (result: Pick<Result, 'model' | 'servedModel'>) => void {
  const seen = new Map<string, { readonly first: string; told: boolean }>()
  return ({ model, servedModel }) => {
    if (servedModel === undefined) return
    const before = seen.get(model)
    if (before === undefined) seen.set(model, { first: servedModel, told: false })
    else if (!before.told && before.first !== servedModel) {
      before.told = true
      notice(
        `${model}: the server answered as "${before.first}" and now as "${servedModel}": the run mixes two versions of the model (see served_model)`,
      )
    }
  }
}
