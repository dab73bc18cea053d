import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Control, Rendering } from '../domain/factors.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import type { Point } from '../domain/point.ts'
import { readRun, runPaths } from '../results/run-folder.ts'

/** Which points of a curve are meant. */
export interface PointChoice {
  /** A metric; each task's primary one where absent. */
  readonly y?: string | undefined
  readonly tasks?: readonly string[] | undefined
  readonly models?: readonly string[] | undefined
  readonly shots?: readonly number[] | undefined
  readonly controls?: readonly Control[] | undefined
  readonly renderings?: readonly Rendering[] | undefined
}

/**
 * The points of a curve.csv that were asked for. Suites are left out unless one is named; a control keeps its zero-shot
 * baseline, which has no demonstrations to change.
 * @param file the curve.csv, for messages; the run's tasks stand beside it, and where they do not, each task's first
 *   metric is its primary one
 *
 * @throws InputError for a name that no point has, and where no point is left
 */
export async function choosePoints(
  all: readonly Point[],
  file: string,
  choice: PointChoice,
): Promise<{ readonly points: readonly Point[]; readonly notes: readonly string[] }> {
  const { y, tasks, models, shots, controls, renderings } = choice
  checkNames('task', tasks, new Set(all.map(({ task }) => task)), file)
  checkNames('model', models, new Set(all.map(({ model }) => model)), file)
  checkNames('metric', y === undefined ? undefined : [y], new Set(all.map(({ metric }) => metric)), file)
  const kept = all.filter(
    (point) =>
      (tasks?.includes(point.task) ?? (!point.task.startsWith('suite:') || y === point.metric)) &&
      (models?.includes(point.model) ?? true) &&
      (shots?.includes(point.shots) ?? true) &&
      (controls === undefined || controls.includes(point.control) || point.shots === 0) &&
      (renderings?.includes(point.rendering) ?? true),
  )
  const primaries = await primariesBeside(file, all)
  const points = kept.filter(({ task, metric }) => metric === (y ?? primaries.get(task)))
  if (points.length === 0)
    throw new InputError({
      message: `no point is left of ${all.length}${y === undefined ? '' : ` with metric ${y}`}`,
      file,
      hint: 'ask for fewer conditions at once',
    })
  const units = new Set(points.map(({ maximum }) => maximum > 0))
  if (units.size > 1)
    throw new InputError({
      message: 'some tasks are scored by fractions and others in nats per byte, which share no axis',
      hint: 'name a metric with --y, or tasks with --task',
    })
  const without = [...new Set(kept.map(({ task }) => task))].filter((task) =>
    points.every((point) => point.task !== task),
  )
  return { points, notes: without.map((task) => `task ${task} has no metric ${y ?? ''} and is not drawn`) }
}

function checkNames(
  kind: string,
  asked: readonly string[] | undefined,
  known: ReadonlySet<string>,
  file: string,
): void {
  const unknown = (asked ?? []).filter((name) => !known.has(name))
  const [first, ...others] = unknown.map((name) => unknownName(kind, name, known, { file }))
  if (first !== undefined) throw new InputError(first, ...others)
}

async function primariesBeside(file: string, points: readonly Point[]): Promise<ReadonlyMap<string, string>> {
  const firsts = new Map(points.toReversed().map(({ task, metric }) => [task, metric]))
  const folder = dirname(file)
  if (!existsSync(runPaths(folder).manifest)) return firsts
  const { tasks } = await readRun(folder)
  for (const { name, primary } of tasks) firsts.set(name, primary.replace(/^score_/u, ''))
  return firsts
}
