import type { CurveColumn, ItemCurve } from './item-curve.ts'
import type { ItemMatrix } from './item-matrix.ts'

/** Two curves cut to the models and items that both have, row by row and column by column the same. */
export interface AlignedCurves {
  readonly a: ItemMatrix
  readonly b: ItemMatrix
  readonly models: readonly CurveColumn[]
  readonly items: readonly string[]
  /** Models of one curve that the other lacks. */
  readonly onlyA: readonly string[]
  readonly onlyB: readonly string[]
}

/**
 * Pairs two curves: another metric of the same responses, another number of shots, another run. Models are the same by
 * name, provider, engine and quantisation; items by name. Items left out by either count as dropped.
 */
export function alignCurves(a: ItemCurve, b: ItemCurve): AlignedCurves {
  const [columnsOfA, columnsOfB] = [placesOf(a.models.map(identity)), placesOf(b.models.map(identity))]
  const [rowsOfA, rowsOfB] = [placesOf(a.items), placesOf(b.items)]
  const shared = [...columnsOfA.keys()].filter((model) => columnsOfB.has(model))
  const items = a.items.filter((item) => rowsOfB.has(item))
  const cut = (curve: ItemCurve, rows: ReadonlyMap<string, number>, columns: ReadonlyMap<string, number>) =>
    cutMatrix(
      curve.matrix,
      items.map((item) => rows.get(item) ?? 0),
      shared.map((model) => columns.get(model) ?? 0),
    )
  return {
    a: cut(a, rowsOfA, columnsOfA),
    b: cut(b, rowsOfB, columnsOfB),
    models: a.models.filter((model) => columnsOfB.has(identity(model))),
    items,
    onlyA: a.models.filter((model) => !columnsOfB.has(identity(model))).map(({ model }) => model),
    onlyB: b.models.filter((model) => !columnsOfA.has(identity(model))).map(({ model }) => model),
  }
}

function identity({ model, provider, engine, quantization }: CurveColumn): string {
  return [model, provider, engine, quantization].join('\u0000')
}

function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, place) => [name, place]))
}

function cutMatrix(matrix: ItemMatrix, rows: readonly number[], columns: readonly number[]): ItemMatrix {
  return {
    x: columns.map((column) => matrix.x[column] ?? Number.NaN),
    values: rows.map((row) => columns.map((column) => matrix.values[row]?.[column] ?? Number.NaN)),
    binary: matrix.binary,
    dropped: matrix.dropped + matrix.values.length - rows.length,
  }
}
