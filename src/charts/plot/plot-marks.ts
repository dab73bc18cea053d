import type { Point } from '../../domain/point.ts'
import { drawnScore } from '../chart-frame.ts'
import { dodgeStep, stepsFromMiddle } from '../dodge.ts'
import type { ScoreScale } from '../score-scale.ts'
import { kindOf } from '../series.ts'
import { type DimensionName, dimensionKey } from './dimension.ts'
import type { LaidAxis, PlotAxis } from './plot-axis.ts'

/** A point as it is drawn. */
export interface PlotMark {
  readonly x: number
  readonly score: number
  readonly low: number
  readonly high: number
  /** The label of its colour, and of its shape. */
  readonly color: string
  readonly shape: string
  /** Marks of one line are joined. */
  readonly line: string
  readonly model: string
  readonly shots: number
  /** Measured by others, beside what was measured here. */
  readonly isForeign: boolean
}

/** What marks are named by. */
export interface MarkNames {
  readonly color: DimensionName
  readonly colorLabel: (key: string) => string
  readonly shapeLabel: (point: Point) => string
  /** Where a mark stands among those at its place: by model, then colour. */
  readonly rankOf: (point: Point) => number
  /** Whether a point's score was measured by others, where the plot shows both. */
  readonly isForeign: (point: Point) => boolean
}

/** A point whose place and score are known. */
export type PlacedPoint = Point & { readonly score: number }

/** Where marks stand. */
export interface MarkPlace {
  readonly axis: PlotAxis
  readonly laid: LaidAxis
  readonly scores: ScoreScale
  /** Pixels between marks side by side; 0 where they stand upon each other. */
  readonly step: number
}

/** The marks of one panel; those at one place stand side by side. */
export function marksOf(
  points: readonly PlacedPoint[],
  names: MarkNames,
  { axis, laid, scores, step }: MarkPlace,
): readonly PlotMark[] {
  const lines = lineNames(points, names.color, axis)
  const ordered = points.toSorted((a, b) => names.rankOf(a) - names.rankOf(b))
  const places = Map.groupBy(ordered, (point) => axis.valueOf(point))
  return points.flatMap((point) => {
    const value = axis.valueOf(point)
    const drawn = drawnScore(point, scores)
    if (value === undefined || drawn === undefined) return []
    const beside = places.get(value) ?? []
    const aside = stepsFromMiddle(beside.indexOf(point), beside.length) * step
    return [
      {
        x: laid.drawnAt(value, aside),
        ...drawn,
        color: names.colorLabel(dimensionKey(names.color, point)),
        shape: names.shapeLabel(point),
        line: lines.get(point) ?? '',
        model: point.model,
        shots: point.shots,
        isForeign: names.isForeign(point),
      },
    ]
  })
}

/** The most marks that stand at one place, and the pixels that keep them apart there. */
export function dodgeOf(
  panels: readonly (readonly Point[])[],
  axis: PlotAxis,
  laid: LaidAxis,
): { readonly crowd: number; readonly step: number } {
  const values = [...new Set(panels.flat().flatMap((point) => axis.valueOf(point) ?? []))]
  const crowd = Math.max(
    1,
    ...panels.flatMap((points) =>
      [...Map.groupBy(points, (point) => axis.valueOf(point)).values()].map(({ length }) => length),
    ),
  )
  return { crowd, step: dodgeStep(values.map(laid.pixelOf), crowd + 1) }
}

/**
 * Which line each point is on. Along sizes a line joins models of one family, tuning and colour; where a size would be
 * on it twice, it is one line a quantisation and engine, and where it still is, none. Along all else a line joins the
 * points of one model and colour.
 */
function lineNames(
  points: readonly Point[],
  color: DimensionName,
  axis: PlotAxis,
): ReadonlyMap<Point, string> {
  // A model is in its line's name already, without the marks that tell keys apart.
  const keyOfColor = (point: Point) => (color === 'model' ? '' : dimensionKey(color, point))
  const own = (point: Point) => [
    point.source,
    point.model,
    point.quantization ?? '',
    point.engine,
    keyOfColor(point),
  ]
  if (!axis.joinsModels) return new Map(points.map((point) => [point, own(point).join(' ')]))
  const ways: readonly ((point: Point) => readonly string[])[] = [
    (point) => [kindOf(point), keyOfColor(point)],
    (point) => [kindOf(point), keyOfColor(point), point.quantization ?? '', point.engine],
    own,
  ]
  const names = new Map<Point, string>()
  for (const ofKind of Map.groupBy(points, (point) => ways[0]?.(point).join(' ')).values()) {
    const way =
      ways.find((parts) =>
        [...Map.groupBy(ofKind, (point) => parts(point).join(' ')).values()].every(
          (line) => new Set(line.map(axis.valueOf)).size === line.length,
        ),
      ) ?? own
    for (const point of ofKind) names.set(point, way(point).join(' '))
  }
  return names
}

/** Whether points say their number of shots: where neither the axis nor colours do. */
export function isNumbered(points: readonly Point[], axis: PlotAxis): boolean {
  return !axis.dodges && new Set(points.map(({ shots }) => shots)).size > 1
}
