import { CONTROLS, INSTRUCTIONS, RENDERINGS, SAMPLINGS } from '../domain/factors.ts'
import type { Point } from '../domain/point.ts'
import type { CurveTask } from './curve-context.ts'

/** The order of curve.csv: by task and metric as the tasks list them, condition, model size, name, shots. */
export function comparePoints(tasks: readonly CurveTask[]): (a: Point, b: Point) => number {
  const metricRanks = new Map<string, number>()
  for (const task of tasks)
    for (const { column } of task.metrics)
      metricRanks.set(rankKey(task.name, column.replace(/^score_/u, '')), metricRanks.size)
  const ranks = (point: Point): readonly (number | string)[] => [
    metricRanks.get(rankKey(point.task, point.metric)) ?? metricRanks.size,
    RENDERINGS.indexOf(point.rendering),
    INSTRUCTIONS.indexOf(point.instruction),
    CONTROLS.indexOf(point.control),
    SAMPLINGS.indexOf(point.sampling),
    point.activeParameters ?? point.parameters ?? Number.MAX_VALUE,
    point.model,
    point.provider,
    point.engine,
    point.quantization ?? '',
    point.shots,
  ]
  return (a, b) => compareLists(ranks(a), ranks(b))
}

function rankKey(task: string, metric: string): string {
  return `${task}\u0000${metric}`
}

/** By the first members that differ; strings by code unit, so that the order is the same everywhere. */
export function compareLists(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [place, left] of a.entries()) {
    const right = b[place] ?? ''
    if (left < right) return -1
    if (left > right) return 1
  }
  return 0
}
