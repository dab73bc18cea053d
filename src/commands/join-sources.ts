import { isOfRun } from '../charts/condition.ts'
import type { Point } from '../domain/point.ts'
import type { CurveSource } from './curve-sources.ts'

/** Whether a point's score was measured by others: no provider answered. */
export function isImported(point: Point): boolean {
  return !isOfRun(point)
}

/** What an import does not know of its scores. */
const UNKNOWN = ['rendering', 'instruction', 'control', 'sampling'] as const

/**
 * The points of all sources, so told apart that a figure can show them together: where there are two runs or more, a
 * point's `source` is its run's name. What an import does not know (rendering, instruction, control, sampling) has the
 * value that all points of the runs share, if there is one: what is not known is no difference.
 */
export function joinSources(sources: readonly CurveSource[]): readonly Point[] {
  const all = sources.flatMap(({ points }) => points)
  const own = all.filter((point) => !isImported(point))
  const shared = Object.fromEntries(
    UNKNOWN.flatMap((name) => {
      const [value, ...others] = new Set(own.map((point) => point[name]))
      return value === undefined || others.length > 0 ? [] : [[name, value]]
    }),
  )
  const runs = sources.filter(({ points }) => points.some((point) => !isImported(point)))
  return sources.flatMap(({ name, points }) =>
    points.map((point) => {
      if (isImported(point)) return { ...point, ...shared }
      if (runs.length < 2) return point
      return { ...point, source: point.source === 'run' ? name : `${name}, ${point.source}` }
    }),
  )
}
