import type { Cell } from './cell.ts'
import type { CurveMetric } from './curve-context.ts'
import { sumsOfItems } from './estimate-item.ts'
import type { CurveColumn } from './item-curve.ts'
import type { MetricSums } from './metric-sums.ts'

/** A cell with its scores of one metric, by item. */
export interface ScoredCell {
  readonly cell: Cell
  readonly sums: MetricSums
}

/** The cells that have a score of this metric for some item; none for a metric of all answers at once. */
export function scoredCells(cells: readonly Cell[], metric: CurveMetric): readonly ScoredCell[] {
  return cells.flatMap((cell) => {
    const sums = sumsOf(cell, metric)
    return sums?.count.some((count) => count > 0) === true ? [{ cell, sums }] : []
  })
}

function sumsOf(cell: Cell, { column, ofRows }: CurveMetric): MetricSums | undefined {
  if (ofRows === undefined) return cell.sums.get(column)
  return ofRows.level === 'item' ? sumsOfItems(cell, ofRows) : undefined
}

/** What a curve says of a cell. */
export function curveColumnOf({ cell: { row, outcomes, draws }, sums }: ScoredCell): CurveColumn {
  const { model, provider, engine, family, tuning, quantization, parameters, activeParameters } = row
  const trials = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
  return {
    ...{ model, provider, engine, family, tuning, quantization, parameters, activeParameters },
    ...{ trials, failed: outcomes.failed ?? 0, draws: draws.size },
    items: sums.count.filter((count) => count > 0).length,
  }
}
