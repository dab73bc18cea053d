import type { CurveColumn } from '../../curves/item-curve.ts'
import { formatParameters } from '../format-parameters.ts'

/** The models of a curve by their sizes; by name where a size is not known, or comes twice. */
export function sizesOf({ models }: { readonly models: readonly CurveColumn[] }): readonly string[] {
  const sizes = models.map(({ activeParameters, parameters }) => activeParameters ?? parameters)
  return models.map(({ model }, column) => {
    const size = sizes[column]
    if (size === undefined) return model
    const isOwn = sizes.filter((other) => other === size).length === 1
    return isOwn ? formatParameters(size) : `${formatParameters(size)} ${model}`
  })
}
