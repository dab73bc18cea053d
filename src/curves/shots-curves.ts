import type { Cell } from './cell.ts'
import { compareLists } from './compare-points.ts'
import { completeItems } from './complete-items.ts'
import { conditionRank } from './condition-rank.ts'
import type { CurveMetric, CurveTask } from './curve-context.ts'
import type { CurveRow } from './curve-row.ts'
import type { CurveColumn, ItemCurve } from './item-curve.ts'
import { modelKey, modelRank } from './model-identity.ts'
import { curveColumnOf, scoredCells } from './scored-cells.ts'
import type { ShotsMatrix } from './shots-matrix.ts'

/** One model's curve of score against demonstrations with what it is about. */
export interface ShotsCurve
  extends Omit<ItemCurve, 'shots' | 'models' | 'unscored' | 'matrix'>,
    Pick<CurveColumn, 'model' | 'provider' | 'engine' | 'family' | 'tuning' | 'quantization'>,
    Pick<CurveColumn, 'parameters' | 'activeParameters'> {
  /** One a column of the matrix. */
  readonly columns: readonly Pick<CurveColumn, 'trials' | 'failed' | 'draws' | 'items'>[]
  readonly matrix: ShotsMatrix
}

/**
 * The curves of score against demonstrations that cells make: one for each task, metric, condition and model with two
 * numbers of demonstrations or more. Without demonstrations there is nothing to control: that score begins the curve of
 * every control.
 * @param cells of all models and conditions: `curveBuilder(context).cells()`
 */
export function shotsCurves(cells: readonly Cell[], tasks: readonly CurveTask[]): readonly ShotsCurve[] {
  return tasks.flatMap((task) => {
    const ofTask = cells.filter((cell) => cell.task.name === task.name)
    const lines = [...Map.groupBy(ofTask, ({ row }) => lineKey(row)).values()]
      .flatMap((ofModel) => linesOf(ofModel))
      .toSorted((a, b) => compareLists(rankOf(a), rankOf(b)))
    return task.metrics.flatMap((metric) => lines.flatMap((line) => curveOf(line, task, metric) ?? []))
  })
}

/** The cells of one control by shots. */
interface Line {
  readonly control: CurveRow['control']
  readonly cells: readonly Cell[]
}

/** One line a control. */
function linesOf(ofModel: readonly Cell[]): readonly Line[] {
  const without = ofModel.filter(({ row }) => row.shots === 0)
  const withSome = ofModel.filter(({ row }) => row.shots > 0)
  return Array.from(
    Map.groupBy(withSome, ({ row }) => row.control),
    ([control, cells]) => ({
      control,
      cells: [...without, ...cells].toSorted((a, b) => a.row.shots - b.row.shots),
    }),
  )
}

function curveOf({ control, cells }: Line, task: CurveTask, metric: CurveMetric): ShotsCurve | undefined {
  const scored = scoredCells(cells, metric)
  const [first] = scored
  if (first === undefined || scored.length < 2) return undefined
  const { row, items } = first.cell
  const { values, names, binary, dropped } = completeItems(
    scored.map(({ sums }) => sums),
    items,
  )
  const { rendering, instruction, sampling } = row
  const { model, provider, engine, family, tuning, quantization, parameters, activeParameters } = row
  return {
    task: task.name,
    column: metric.column,
    kind: metric.kind,
    unit: metric.unit ?? 'fraction',
    chance: metric.chance,
    maximum: metric.maximum,
    ...{ rendering, instruction, control, sampling },
    ...{ model, provider, engine, family, tuning, quantization, parameters, activeParameters },
    columns: scored.map((one) => {
      const { trials, failed, draws, items: count } = curveColumnOf(one)
      return { trials, failed, draws, items: count }
    }),
    items: names,
    matrix: { shots: scored.map(({ cell }) => cell.row.shots), values, binary, dropped },
  }
}

/** What a line never mixes, the control aside. */
function lineKey({ rendering, instruction, sampling, ...row }: CurveRow): string {
  return [rendering, instruction, sampling, modelKey(row)].join('\u0000')
}

function rankOf({ control, cells }: Line): readonly (number | string)[] {
  const [first] = cells
  return first === undefined ? [] : [...conditionRank({ ...first.row, control }), ...modelRank(first.row)]
}
