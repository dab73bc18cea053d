import { InputError, unknownName } from '../domain/input-error.ts'
import type { CurveSource } from './curve-sources.ts'

/**
 * Renames what goes by several names in several sources, so that it stands in one panel: `add-2-digit=2D+` for tasks,
 * `exact_match=acc` for metrics. The name before the sign is a task's where some source has such a task, else a metric's.
 *
 * @throws InputError for a name that no source has, and where a source has both names
 */
export function matchNames(
  sources: readonly CurveSource[],
  matches: readonly string[],
): readonly CurveSource[] {
  return matches.reduce((renamed: readonly CurveSource[], match) => applied(renamed, match), sources)
}

function applied(sources: readonly CurveSource[], match: string): readonly CurveSource[] {
  const tasks = namesOf(sources, 'task')
  const metrics = namesOf(sources, 'metric')
  const known = new Set([...tasks, ...metrics])
  // A name may hold the sign itself: the first part that is a name counts.
  const places = [...match.matchAll(/=/gu)].map(({ index }) => index)
  const at = places.find((place) => known.has(match.slice(0, place)) && place + 1 < match.length) ?? places[0]
  if (at === undefined || at === 0 || at + 1 === match.length)
    throw new InputError({ message: `--match ${match}: found no NAME=NAME` })
  const [from, to] = [match.slice(0, at), match.slice(at + 1)]
  if (!known.has(from)) throw new InputError(unknownName('task or metric', from, known))
  const kind = tasks.has(from) ? 'task' : 'metric'
  return sources.map((source) => renamed(source, kind, from, to))
}

function renamed(source: CurveSource, kind: 'task' | 'metric', from: string, to: string): CurveSource {
  const own = namesOf([source], kind)
  if (!own.has(from) || from === to) return source
  if (own.has(to) && clash(source, kind, from, to))
    throw new InputError({
      message: `--match ${from}=${to}: has both, which would be mixed`,
      file: source.file,
    })
  const name = (value: string) => (value === from ? to : value)
  return {
    ...source,
    points: source.points.map((point) => ({ ...point, [kind]: name(point[kind]) })),
    primaries: new Map(
      [...source.primaries].map(([task, metric]) =>
        kind === 'task' ? [name(task), metric] : [task, name(metric)],
      ),
    ),
  }
}

/** Two metrics may have one name as long as no task has both. */
function clash({ points }: CurveSource, kind: 'task' | 'metric', from: string, to: string): boolean {
  if (kind === 'task') return true
  const tasksWith = (metric: string) =>
    new Set(points.filter((point) => point.metric === metric).map(({ task }) => task))
  return tasksWith(from).intersection(tasksWith(to)).size > 0
}

function namesOf(sources: readonly CurveSource[], kind: 'task' | 'metric'): Set<string> {
  return new Set(sources.flatMap(({ points }) => points.map((point) => point[kind])))
}
