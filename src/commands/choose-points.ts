import type { Control, Rendering } from '../domain/factors.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import type { Point } from '../domain/point.ts'
import type { CurveSource } from './curve-sources.ts'
import { isImported, joinSources } from './join-sources.ts'

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
 * The points that were asked for. Suites are left out unless one is named; a control keeps its zero-shot baseline, which
 * has no demonstrations to change. Of several sources, the tasks that two of them have are drawn where none is named.
 *
 * @throws InputError for a name that no point has, and where no point is left, of all sources or of one
 */
export function choosePoints(
  sources: readonly CurveSource[],
  choice: PointChoice,
): { readonly points: readonly Point[]; readonly notes: readonly string[] } {
  const { y, tasks = sharedTasks(sources), models } = choice
  const all = sources.flatMap(({ points }) => points)
  const place = sources.length === 1 ? { file: sources[0]?.file ?? '' } : {}
  checkNames('task', choice.tasks, new Set(all.map(({ task }) => task)), place)
  checkNames('model', models, new Set(all.map(({ model }) => model)), place)
  checkNames('metric', y === undefined ? undefined : [y], new Set(all.map(({ metric }) => metric)), place)
  const kept = sources.map((source) => source.points.filter((point) => isMeant(point, choice, tasks)))
  const chosen = sources.map((source, index) => ({
    ...source,
    points: (kept[index] ?? []).filter(({ task, metric }) => metric === (y ?? source.primaries.get(task))),
  }))
  const points = joinSources(chosen)
  const of = y === undefined ? '' : ` with metric ${y}`
  const empty = chosen.find((source) => source.points.length === 0)
  if (points.length === 0)
    throw new InputError({
      ...place,
      message: `no point is left of ${all.length}${of}`,
      hint: 'ask for fewer conditions at once',
    })
  if (empty !== undefined)
    throw new InputError({
      file: empty.file,
      message: `no point of ${empty.name} is left${of}`,
      hint: 'what has another name there is matched by --match NAME=NAME',
    })
  checkUnits(points)
  const without = [...new Set(kept.flat().map(({ task }) => task))].filter((task) =>
    points.every((point) => point.task !== task),
  )
  return { points, notes: without.map((task) => `task ${task} has no metric ${y ?? ''} and is not drawn`) }
}

function isMeant(point: Point, choice: PointChoice, tasks: readonly string[] | undefined): boolean {
  const { y, models, shots, controls, renderings } = choice
  return (
    (tasks?.includes(point.task) ?? (!point.task.startsWith('suite:') || y === point.metric)) &&
    (models?.includes(point.model) ?? true) &&
    (shots?.includes(point.shots) ?? true) &&
    (controls === undefined || controls.includes(point.control) || point.shots === 0) &&
    // How others asked is not known.
    (renderings === undefined || isImported(point) || renderings.includes(point.rendering))
  )
}

/** The tasks that two sources or more have; undefined for a single source, whose tasks all count. */
function sharedTasks(sources: readonly CurveSource[]): readonly string[] | undefined {
  if (sources.length < 2) return undefined
  const names = sources.map(({ points }) => new Set(points.map(({ task }) => task)))
  const all = [...new Set(names.flatMap((tasks) => [...tasks]))].filter((task) => !task.startsWith('suite:'))
  const shared = all.filter((task) => names.filter((tasks) => tasks.has(task)).length > 1)
  if (shared.length > 0) return shared
  throw new InputError({
    message: `${sources.map(({ name }) => name).join(' and ')} have no task of the same name`,
    hint: 'say which are the same with --match TASK=TASK, or name tasks with --task',
  })
}

function checkNames(
  kind: string,
  asked: readonly string[] | undefined,
  known: ReadonlySet<string>,
  place: { readonly file?: string },
): void {
  const unknown = (asked ?? []).filter((name) => !known.has(name))
  const [first, ...others] = unknown.map((name) => unknownName(kind, name, known, place))
  if (first !== undefined) throw new InputError(first, ...others)
}

function checkUnits(points: readonly Point[]): void {
  if (new Set(points.map(({ maximum }) => maximum > 0)).size > 1)
    throw new InputError({
      message: 'some tasks are scored by fractions and others in nats per byte, which share no axis',
      hint: 'name a metric with --y, or tasks with --task',
    })
}
