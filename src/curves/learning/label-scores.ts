import type { Cell } from '../cell.ts'
import { compareLists } from '../compare-points.ts'
import { completeItems } from '../complete-items.ts'
import { conditionRank } from '../condition-rank.ts'
import type { CurveMetric, CurveTask } from '../curve-context.ts'
import type { CurveRow } from '../curve-row.ts'
import type { ItemCurve } from '../item-curve.ts'
import type { MetricSums } from '../metric-sums.ts'
import { modelKey, modelRank } from '../model-identity.ts'
import { scoredCells } from '../scored-cells.ts'
import type { LabelScores } from './label-sensitivity.ts'

/** The models of a task with what they score under correct, flipped and random labels. */
export interface LabelTable extends Omit<ItemCurve, 'control' | 'models' | 'unscored' | 'items' | 'matrix'> {
  /** Models that saw correct labels and others, by active parameters. */
  readonly models: readonly LabelScores[]
  /** Models whose labels were changed in other draws of demonstrations than those they saw with correct labels. */
  readonly otherDraws: readonly string[]
}

/** The controls that are compared with correct labels. */
const CHANGED = { flipped: 'flipped-labels', random: 'random-labels' } as const

/**
 * One table for each task, metric, condition and number of demonstrations that was run with correct labels and with
 * flipped or random ones. A model's lists hold the items that it answered under all of them; those against the
 * flipped label all items that have one.
 * @param cells of all models and conditions: `curveBuilder(context).cells()`
 */
export function labelTables(cells: readonly Cell[], tasks: readonly CurveTask[]): readonly LabelTable[] {
  return tasks.flatMap((task) => {
    const shown = cells
      .filter((cell) => cell.task.name === task.name)
      .toSorted((a, b) => compareLists(rankOf(a), rankOf(b)))
    const conditions = [...Map.groupBy(shown, (cell) => conditionOf(cell).join()).values()]
    return task.metrics.flatMap((metric) =>
      conditions.flatMap((sameCondition) => tableOf(sameCondition, task, metric) ?? []),
    )
  })
}

function tableOf(cells: readonly Cell[], task: CurveTask, metric: CurveMetric): LabelTable | undefined {
  const [first] = cells
  const models = [...Map.groupBy(cells, ({ row }) => modelKey(row)).values()].map((ofModel) =>
    scoresOf(ofModel, metric),
  )
  const known = models.flatMap(({ scores }) => scores ?? [])
  const otherDraws = models.flatMap(({ otherDraw }) => otherDraw ?? [])
  if (first === undefined || known.length + otherDraws.length === 0) return undefined
  const { rendering, instruction, sampling, shots } = first.row
  return {
    task: task.name,
    column: metric.column,
    kind: metric.kind,
    unit: metric.unit ?? 'fraction',
    chance: metric.chance,
    maximum: metric.maximum,
    ...{ rendering, instruction, sampling, shots },
    models: known,
    otherDraws,
  }
}

function scoresOf(
  ofModel: readonly Cell[],
  metric: CurveMetric,
): { readonly scores?: LabelScores; readonly otherDraw?: string } {
  const scored = scoredCells(ofModel, metric)
  const under = (control: CurveRow['control']) => scored.find(({ cell }) => cell.row.control === control)
  const gold = under('gold')
  const changed = { flipped: under(CHANGED.flipped), random: under(CHANGED.random) }
  const present = [changed.flipped, changed.random].filter((one) => one !== undefined)
  if (gold === undefined || present.length === 0) return {}
  const { model } = gold.cell.row
  const alike = present.every(({ cell }) => haveSameDraws(cell, gold.cell))
  if (!alike) return { otherDraw: model }
  const parts = [gold.sums, changed.flipped?.sums, changed.random?.sums]
  const { values, binary } = completeItems(
    parts.filter((one) => one !== undefined),
    gold.cell.items,
  )
  const listOf = (part: MetricSums | undefined): readonly number[] | undefined => {
    if (part === undefined) return undefined
    const column = parts.filter((one) => one !== undefined).indexOf(part)
    return values.map((row) => row[column] ?? Number.NaN)
  }
  return {
    scores: {
      model,
      gold: listOf(gold.sums) ?? [],
      flipped: listOf(changed.flipped?.sums),
      random: listOf(changed.random?.sums),
      againstFlipped: followingOf(changed.flipped?.cell),
      binary,
    },
  }
}

/** Item scores against the flipped label; undefined where no item has one. */
function followingOf(flipped: Cell | undefined): readonly number[] | undefined {
  const { againstFlipped, items } = flipped ?? {}
  if (againstFlipped === undefined || items === undefined || againstFlipped.count.length === 0)
    return undefined
  return completeItems([againstFlipped], items).values.flat()
}

/** The same demonstrations: a draw's number names them. */
function haveSameDraws(a: Cell, b: Cell): boolean {
  return a.draws.size === b.draws.size && [...a.draws].every((draw) => b.draws.has(draw))
}

/** The control aside. */
function conditionOf({ row: { rendering, instruction, sampling, shots } }: Cell): readonly number[] {
  return [...conditionRank({ rendering, instruction, sampling }), shots]
}

function rankOf(cell: Cell): readonly (number | string)[] {
  return [...conditionOf(cell), ...modelRank(cell.row)]
}
