import { CONTROLS, INSTRUCTIONS, RENDERINGS, SAMPLINGS, TUNINGS } from '../domain/factors.ts'
import type { Cell } from './cell.ts'
import { compareLists } from './compare-points.ts'
import { completeItems } from './complete-items.ts'
import type { CurveMetric, CurveTask } from './curve-context.ts'
import type { CurveRow } from './curve-row.ts'
import type { ItemCurve } from './item-curve.ts'
import { curveColumnOf, scoredCells } from './scored-cells.ts'

/** Which models make one line. */
export interface LineOptions {
  /** What may differ within a line; where nothing is said, a line has one family, one tuning and one quantisation. */
  readonly join?: readonly ('family' | 'tuning' | 'quantization')[]
  /** A mixture of experts' size: the parameters that take part in each token, or all of them. Default: `active`. */
  readonly axis?: 'active' | 'total'
}

/**
 * The curves of score against size that cells make, each as item means: one for each task, metric, condition and line of
 * models. Models whose size is not known are on none of them. Where a line has a size twice because the models were run
 * on several engines, it is one line an engine. Curves come by task, metric, condition, line and shots.
 *
 * @param cells of all models and conditions: `curveBuilder(context).cells()`
 */
export function itemMatrices(
  cells: readonly Cell[],
  tasks: readonly CurveTask[],
  options: LineOptions = {},
): readonly ItemCurve[] {
  const curves = tasks.flatMap((task) => {
    const ofTask = cells.filter((cell) => cell.task.name === task.name)
    const lines = [...Map.groupBy(ofTask, ({ row }) => conditionOf(row)).values()].flatMap((sameCondition) =>
      linesOf(sameCondition, options),
    )
    const ordered = lines.toSorted((a, b) => compareLists(rankOf(a), rankOf(b)))
    return task.metrics.flatMap((metric) =>
      ordered.flatMap((line) => curveOf(line, task, metric, options) ?? []),
    )
  })
  return curves
}

type Line = readonly [Cell, ...Cell[]]

/** The cells of one condition as lines, each by size. */
function linesOf(cells: readonly Cell[], options: LineOptions): readonly Line[] {
  const sized = cells
    .filter(({ row }) => sizeOf(row, options) !== undefined)
    .toSorted((a, b) => compareLists(placeOf(a, options), placeOf(b, options)))
  return [...Map.groupBy(sized, ({ row }) => lineOf(row, options)).values()].flatMap((line) => {
    const sizes = new Set(line.map(({ row }) => sizeOf(row, options)))
    const separate =
      sizes.size < line.length ? Map.groupBy(line, ({ row }) => engineOf(row)).values() : [line]
    return Array.from(separate).flatMap(([first, ...others]) =>
      first === undefined ? [] : [[first, ...others] as const],
    )
  })
}

function placeOf({ row }: Cell, options: LineOptions): readonly (number | string)[] {
  return [sizeOf(row, options) ?? 0, row.model, row.provider, row.engine, row.quantization ?? '']
}

function sizeOf(row: CurveRow, { axis = 'active' }: LineOptions): number | undefined {
  return axis === 'active' ? (row.activeParameters ?? row.parameters) : row.parameters
}

function engineOf({ provider, engine }: CurveRow): string {
  return [provider, engine].join('\u0000')
}

function lineOf(row: CurveRow, { join = [] }: LineOptions): string {
  const own = (['family', 'tuning', 'quantization'] as const).filter((name) => !join.includes(name))
  return own.map((name) => row[name] ?? '').join('\u0000')
}

function conditionOf({ rendering, instruction, control, sampling, shots }: CurveRow): string {
  return [rendering, instruction, control, sampling, shots].join('\u0000')
}

function rankOf([{ row }]: Line): readonly (number | string)[] {
  return [
    RENDERINGS.indexOf(row.rendering),
    INSTRUCTIONS.indexOf(row.instruction),
    CONTROLS.indexOf(row.control),
    SAMPLINGS.indexOf(row.sampling),
    row.family,
    row.tuning === undefined ? -1 : TUNINGS.indexOf(row.tuning),
    row.quantization ?? '',
    row.provider,
    row.engine,
    row.shots,
  ]
}

/** Undefined for a metric of all answers at once, which no item has, and where no size has a score. */
function curveOf(
  line: Line,
  task: CurveTask,
  metric: CurveMetric,
  options: LineOptions,
): ItemCurve | undefined {
  const scored = scoredCells(line, metric)
  if (scored.length === 0) return undefined
  const [{ row, items }] = line
  const { values, names, binary, dropped } = completeItems(
    scored.map(({ sums }) => sums),
    items,
  )
  const { rendering, instruction, control, sampling, shots } = row
  return {
    task: task.name,
    column: metric.column,
    kind: metric.kind,
    unit: metric.unit ?? 'fraction',
    chance: metric.chance,
    maximum: metric.maximum,
    ...{ rendering, instruction, control, sampling, shots },
    models: scored.map(curveColumnOf),
    unscored: line
      .filter((cell) => !scored.some((one) => one.cell === cell))
      .map(({ row: { model } }) => model),
    items: names,
    matrix: {
      x: scored.map(({ cell }) => Math.log10(sizeOf(cell.row, options) ?? Number.NaN)),
      ...{ values, binary, dropped },
    },
  }
}
