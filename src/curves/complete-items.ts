import { meanOf } from './clustered-mean.ts'
import type { ItemIndex } from './item-index.ts'
import type { ItemMatrix } from './item-matrix.ts'
import type { MetricSums } from './metric-sums.ts'

/** The rows of a matrix and their names. */
export interface CompleteItems extends Omit<ItemMatrix, 'x'> {
  readonly names: readonly string[]
}

/**
 * The items that every size has, each as its mean over draws and repeats at each size; items that share a group become
 * one row, their mean, since they do not vary independently. Rows come by name, so that they do not depend on the order
 * of the results.
 * @param sums one a size
 */
export function completeItems(sums: readonly MetricSums[], items: ItemIndex): CompleteItems {
  const length = Math.max(0, ...sums.map(({ count }) => count.length))
  const rowsOfUnit = new Map<number, number[][]>()
  let [seen, kept, repeated] = [0, 0, false]
  for (let item = 0; item < length; item++) {
    const counts = sums.map(({ count }) => count[item] ?? 0)
    if (counts.every((count) => count === 0)) continue
    seen += 1
    if (counts.includes(0)) continue
    kept += 1
    repeated ||= counts.some((count) => count > 1)
    const means = sums.map(({ total }, size) => (total[item] ?? Number.NaN) / (counts[size] ?? Number.NaN))
    const unit = items.unitOf(item)
    const rows = rowsOfUnit.get(unit)
    if (rows === undefined) rowsOfUnit.set(unit, [means])
    else rows.push(means)
  }
  const named = Array.from(rowsOfUnit, ([unit, rows]) => ({
    name: items.nameOfUnit(unit),
    values: rows.length === 1 ? (rows[0] ?? []) : meanRow(rows),
  })).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return {
    names: named.map(({ name }) => name),
    values: named.map(({ values }) => values),
    binary: !repeated && kept === named.length && isBinary(named.map(({ values }) => values)),
    dropped: seen - kept,
  }
}

function meanRow(rows: readonly (readonly number[])[]): readonly number[] {
  return (rows[0] ?? []).map((_, size) => meanOf(rows.map((row) => row[size] ?? Number.NaN)))
}

function isBinary(values: readonly (readonly number[])[]): boolean {
  return values.every((row) => row.every((value) => value === 0 || value === 1))
}
