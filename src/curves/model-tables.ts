import type { Cell } from './cell.ts'
import { compareLists } from './compare-points.ts'
import { completeItems } from './complete-items.ts'
import { conditionRank } from './condition-rank.ts'
import type { CurveMetric, CurveTask } from './curve-context.ts'
import type { CurveColumn, ItemCurve } from './item-curve.ts'
import { modelRank } from './model-identity.ts'
import { type CostAxis, costPerItem } from './returns/cost-per-item.ts'
import { curveColumnOf, scoredCells } from './scored-cells.ts'

/** A model of a table, with what an answer of it costs. */
interface PricedColumn extends CurveColumn {
  readonly costs: { readonly [axis in CostAxis]?: number }
}

/** All models of a task under one metric and condition, of whatever family and size: for frontiers and upsets. */
export interface ModelTable extends Omit<ItemCurve, 'models' | 'matrix'> {
  /** One a column of the values; by active parameters, those of unknown size last. */
  readonly models: readonly PricedColumn[]
  /** values[i][j] in score units: row i is an item that all models have, column j a model. */
  readonly values: readonly (readonly number[])[]
  readonly binary: boolean
  /** Items left out because some model lacks them. */
  readonly dropped: number
}

/**
 * One table for each task, metric and condition that cells have. Unlike a line of a curve it takes models of all
 * families, tunings and engines, and those whose size is not known.
 * @param cells of all models and conditions: `curveBuilder(context).cells()`
 */
export function modelTables(cells: readonly Cell[], tasks: readonly CurveTask[]): readonly ModelTable[] {
  return tasks.flatMap((task) => {
    const ofTask = cells
      .filter((cell) => cell.task.name === task.name)
      .toSorted((a, b) => compareLists(rankOf(a), rankOf(b)))
    const conditions = [...Map.groupBy(ofTask, (cell) => conditionOf(cell).join()).values()]
    return task.metrics.flatMap((metric) =>
      conditions.flatMap((sameCondition) => tableOf(sameCondition, task, metric) ?? []),
    )
  })
}

function tableOf(cells: readonly Cell[], task: CurveTask, metric: CurveMetric): ModelTable | undefined {
  const scored = scoredCells(cells, metric)
  const [first] = scored
  if (first === undefined) return undefined
  const { names, values, binary, dropped } = completeItems(
    scored.map(({ sums }) => sums),
    first.cell.items,
  )
  const has = new Set(scored.map(({ cell }) => cell))
  const { rendering, instruction, control, sampling, shots } = first.cell.row
  return {
    task: task.name,
    column: metric.column,
    kind: metric.kind,
    unit: metric.unit ?? 'fraction',
    chance: metric.chance,
    maximum: metric.maximum,
    ...{ rendering, instruction, control, sampling, shots },
    models: scored.map((one) => ({ ...curveColumnOf(one), costs: costPerItem(one.cell) })),
    unscored: cells.filter((cell) => !has.has(cell)).map(({ row }) => row.model),
    items: names,
    ...{ values, binary, dropped },
  }
}

function conditionOf({ row }: Cell): readonly number[] {
  return [...conditionRank(row), row.shots]
}

function rankOf(cell: Cell): readonly (number | string)[] {
  return [...conditionOf(cell), ...modelRank(cell.row)]
}
