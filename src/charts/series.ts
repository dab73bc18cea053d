import type { Point } from '../domain/point.ts'
import { formatParameters } from './format-parameters.ts'

/** The size that a model is drawn at: the parameters that take part in each token, else all of them. */
function sizeOf(point: Point): number | undefined {
  return point.activeParameters ?? point.parameters
}

/** Family and tuning: what a line never crosses. `SmolLM2 instruct` */
export function kindOf(point: Point): string {
  return point.tuning === undefined ? point.family : `${point.family} ${point.tuning}`
}

/** One model as one engine ran it: points of one series differ in shots alone, under one condition. */
export interface Series {
  /** Its model's name, with what tells it apart from the model's other series. */
  readonly name: string
  /** Size, family and tuning, and the name where another series has the same: `135M SmolLM2 instruct` */
  readonly label: string
  readonly kind: string
  readonly size: number | undefined
  /** By shots, ascending. */
  readonly points: readonly Point[]
}

/** The series of points that share task, metric and condition: by size, then name. */
export function seriesOf(points: readonly Point[]): Series[] {
  const groups = Map.groupBy(points, seriesKey)
  const named = [...groups.values()].flatMap((members) => {
    const [first] = members
    if (first === undefined) return []
    const size = sizeOf(first)
    const label = [size === undefined ? '' : formatParameters(size), kindOf(first)].join(' ').trim()
    const ascending = members.toSorted((a, b) => a.shots - b.shots)
    return [{ name: nameAmong(first, points), label, kind: kindOf(first), size, points: ascending }]
  })
  return named
    .toSorted((a, b) => (a.size ?? Infinity) - (b.size ?? Infinity) || (a.name < b.name ? -1 : 1))
    .map((series) => {
      const shared = named.some((other) => other.name !== series.name && other.label === series.label)
      return shared ? { ...series, label: `${series.label}, ${series.name}` } : series
    })
}

/** Tells the series of a point: its model as one engine ran it, in one of the runs that a figure shows. */
export function seriesKey({ source, model, quantization = '', engine }: Point): string {
  return [source, model, quantization, engine].join('\u0000')
}

/** The model's name, and only where the same model has several series what differs between them. */
function nameAmong(point: Point, points: readonly Point[]): string {
  const rivals = points.filter((other) => other.model === point.model)
  const differs = (read: (one: Point) => string) => rivals.some((other) => read(other) !== read(point))
  const parts = [point.model]
  if (differs((one) => one.quantization ?? '')) parts.push(point.quantization ?? 'unquantised')
  if (differs((one) => one.engine)) parts.push(point.engine)
  return parts.join(' ')
}
