import type { Point } from '../domain/point.ts'
import { compareLists } from './compare-points.ts'

/** A line of imported points over model size: one task, metric, number of shots, family and tuning. */
export interface ImportedCurve {
  readonly source: string
  readonly task: string
  readonly metric: string
  readonly shots: number
  readonly family: string
  /** By active parameters, ascending; points without a score or a size are not on the line. */
  readonly points: readonly Point[]
  /** Models that have a score but no known size. */
  readonly withoutSize: readonly string[]
}

/** The lines that points make, in the order in which tasks and metrics first come, then by shots and family. */
export function importedCurves(points: readonly Point[]): readonly ImportedCurve[] {
  const places = [...new Set(points.map(placeOf))]
  const lines = Map.groupBy(points, (point) => [placeOf(point), point.shots, lineOf(point)].join('\u0000'))
  return [...lines.values()]
    .flatMap((members): ImportedCurve[] => {
      const [first] = members
      if (first === undefined) return []
      const { source, task, metric, shots } = first
      const scored = members.filter(({ score }) => score !== undefined)
      return [
        {
          ...{ source, task, metric, shots, family: lineOf(first) },
          points: scored
            .filter((point) => sizeOfPoint(point) !== undefined)
            .toSorted((a, b) => compareLists([sizeOfPoint(a) ?? 0, a.model], [sizeOfPoint(b) ?? 0, b.model])),
          withoutSize: scored.flatMap((point) => (sizeOfPoint(point) === undefined ? [point.model] : [])),
        },
      ]
    })
    .toSorted((a, b) => compareLists(rank(a), rank(b)))

  function rank({ task, metric, shots, family }: ImportedCurve): readonly (number | string)[] {
    return [places.indexOf(placeOf({ task, metric })), shots, family]
  }
}

/** Metrics that tell why another one jumps, by that one's name; the first that a curve has counts. */
export type Companions = { readonly [metric: string]: readonly string[] }

/** The curve of a companion: the same task, number of demonstrations, family and tuning. */
export function companionOf(
  curve: ImportedCurve,
  curves: readonly ImportedCurve[],
  companions: Companions,
): ImportedCurve | undefined {
  const { task, shots, family } = curve
  const rivals = curves.filter(
    (other) => other.task === task && other.shots === shots && other.family === family,
  )
  const names = Object.hasOwn(companions, curve.metric) ? (companions[curve.metric] ?? []) : []
  return names.flatMap((name) => rivals.find(({ metric }) => metric === name) ?? [])[0]
}

/** The size that a model is drawn at: the parameters that take part in each token, else all of them. */
export function sizeOfPoint({ activeParameters, parameters }: Point): number | undefined {
  return activeParameters ?? parameters
}

function placeOf({ task, metric }: Pick<Point, 'task' | 'metric'>): string {
  return `${task}\u0000${metric}`
}

/** Family and tuning: what a line never crosses. */
function lineOf({ family, tuning }: Point): string {
  return tuning === undefined ? family : `${family} ${tuning}`
}
