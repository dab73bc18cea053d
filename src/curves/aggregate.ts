import { InputError, unknownName } from '../domain/input-error.ts'
import type { Point } from '../domain/point.ts'
import { addRow, type Cell, emptyCell } from './cell.ts'
import { comparePoints } from './compare-points.ts'
import type { CurveContext, CurveModel, CurveTask } from './curve-context.ts'
import type { CurveRow } from './curve-row.ts'
import { type ItemIndex, itemIndex } from './item-index.ts'
import { pointOf } from './point-of.ts'

/**
 * Aggregates results into the points of their curves: one point per task, metric, model, engine, quantisation,
 * rendering, instruction, control, sampling and shots. Reads the rows once; memory grows with the items of each
 * point, not with draws and repeats. Points come by task, metric, condition, model size and shots.
 * @param rows each trial once: its latest row
 * @throws InputError for a row whose task is not in the context
 */
export async function aggregate(
  rows: Iterable<CurveRow> | AsyncIterable<CurveRow>,
  context: CurveContext,
): Promise<Point[]> {
  const builder = curveBuilder(context)
  for await (const row of rows) builder.add(row)
  return builder.points()
}

/** Takes results one by one; can be asked for its points at any time. */
export interface CurveBuilder {
  /** @throws InputError for a row whose task is not in the context */
  add(row: CurveRow): void
  points(): Point[]
  /** What is remembered of the results so far, by model and condition. */
  cells(): readonly Cell[]
}

/** A builder without results. */
export function curveBuilder(context: CurveContext): CurveBuilder {
  const tasks = new Map(context.tasks.map((task) => [task.name, { task, items: itemIndex() }]))
  const cells = new Map<string, Cell>()
  return {
    add: (row) => {
      const key = cellKey(row)
      const known = cells.get(key)
      if (known !== undefined) return addRow(known, row)
      const cell = newCell(tasks, row)
      cells.set(key, cell)
      addRow(cell, row)
    },
    points: () =>
      [...cells.values()]
        .flatMap((cell) =>
          cell.task.metrics.map((metric) => pointOf(cell, metric, modelOf(context, cell.row.model))),
        )
        .sort(comparePoints(context.tasks)),
    cells: () => [...cells.values()],
  }
}

function newCell(tasks: ReadonlyMap<string, { task: CurveTask; items: ItemIndex }>, row: CurveRow): Cell {
  const known = tasks.get(row.task)
  if (known === undefined) throw new InputError(unknownName('task', row.task, tasks.keys()))
  return emptyCell(known.task, known.items, row)
}

function modelOf(context: CurveContext, name: string): CurveModel {
  return (Object.hasOwn(context.models, name) ? context.models[name] : undefined) ?? { source: 'run' }
}

/** What a point never mixes. */
function cellKey(row: CurveRow): string {
  return [
    row.task,
    row.model,
    row.provider,
    row.engine,
    row.quantization,
    row.rendering,
    row.instruction,
    row.control,
    row.sampling,
    row.shots,
  ].join('\u0000')
}
