import type { ItemCurve } from '../item-curve.ts'
import { modelKey } from '../model-identity.ts'

/** Item means at each size and number of demonstrations, complete cases only. */
export interface SizeShotsTable {
  /** log10 of the number of parameters of each size, ascending. Length M. */
  readonly x: readonly number[]
  /** The numbers of demonstrations, ascending, each once. Length K. */
  readonly shots: readonly number[]
  /** values[i][j][s] in score units: item i, size j, number of demonstrations s. n × M × K. */
  readonly values: readonly (readonly (readonly number[])[])[]
  /** Items left out because some size or number of demonstrations lacks them. */
  readonly dropped: number
}

/** A table with what its sizes and items are. */
export interface SizeShotsCurves extends SizeShotsTable {
  readonly models: ItemCurve['models']
  readonly items: readonly string[]
  /** Models that lack some number of demonstrations: they are left out. */
  readonly incomplete: readonly string[]
}

/**
 * One table of the curves of one metric and line of models at several numbers of demonstrations, cut to the models and
 * items that all of them have.
 * @param curves of one task, metric, condition and line; each number of demonstrations once. Undefined of none.
 */
export function sizeShotsTable(curves: readonly ItemCurve[]): SizeShotsCurves | undefined {
  const byShots = curves.toSorted((a, b) => a.shots - b.shots)
  const [first] = byShots
  if (first === undefined) return undefined
  const places = byShots.map((curve) => ({
    curve,
    rows: new Map(curve.items.map((item, row) => [item, row])),
    columns: new Map(curve.models.map((model, column) => [modelKey(model), column])),
  }))
  const models = first.models.filter((model) => places.every(({ columns }) => columns.has(modelKey(model))))
  const items = first.items.filter((item) => places.every(({ rows }) => rows.has(item)))
  const everyModel = new Map(
    byShots.flatMap((curve) => curve.models.map((model) => [modelKey(model), model.model])),
  )
  const kept = new Set(models.map(modelKey))
  return {
    x: models.map((model) => first.matrix.x[places[0]?.columns.get(modelKey(model)) ?? 0] ?? Number.NaN),
    shots: byShots.map(({ shots }) => shots),
    values: items.map((item) =>
      models.map((model) =>
        places.map(({ curve, rows, columns }) => {
          const [row, column] = [rows.get(item) ?? 0, columns.get(modelKey(model)) ?? 0]
          return curve.matrix.values[row]?.[column] ?? Number.NaN
        }),
      ),
    ),
    dropped: Math.max(...byShots.map(({ matrix }) => matrix.dropped + matrix.values.length - items.length)),
    models,
    items,
    incomplete: [...everyModel].filter(([identity]) => !kept.has(identity)).map(([, name]) => name),
  }
}
