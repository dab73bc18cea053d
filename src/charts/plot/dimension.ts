import { CONTROLS, INSTRUCTIONS, RENDERINGS, SAMPLINGS } from '../../domain/factors.ts'
import type { Point } from '../../domain/point.ts'
import { taskName } from '../chart-frame.ts'
import { seriesKey, seriesOf } from '../series.ts'
import type { PlotFacet } from './plot-request.ts'

/** What points may differ in beside their place on the axes. */
export type DimensionName = PlotFacet | 'shots'

/** One of the values that points have in a dimension. */
export interface DimensionValue {
  readonly key: string
  /** As people read it. */
  readonly label: string
}

/** The value of one point, as a key. */
export function dimensionKey(name: DimensionName, point: Point): string {
  return name === 'model' ? seriesKey(point) : String(point[name])
}

/** The values that points have in a dimension, in the order of a legend. */
export function dimensionValues(name: DimensionName, points: readonly Point[]): readonly DimensionValue[] {
  if (name === 'model')
    return seriesOf(points).flatMap(({ label, points: [first] }) =>
      first === undefined ? [] : [{ key: seriesKey(first), label }],
    )
  const keys = [...new Set(points.map((point) => dimensionKey(name, point)))]
  return ordered(name, keys).map((key) => ({ key, label: labelOf(name, key) }))
}

const ORDERS: { readonly [name in DimensionName]?: readonly string[] } = {
  control: CONTROLS,
  rendering: RENDERINGS,
  instruction: INSTRUCTIONS,
  sampling: SAMPLINGS,
}

function ordered(name: DimensionName, keys: readonly string[]): readonly string[] {
  if (name === 'shots') return keys.toSorted((a, b) => Number(a) - Number(b))
  const order = ORDERS[name]
  return order === undefined ? keys : keys.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
}

function labelOf(name: DimensionName, key: string): string {
  if (name === 'task') return taskName(key)
  if (name === 'rendering') return `${key} prompts`
  if (name === 'instruction') return key === 'on' ? 'with instruction' : 'without instruction'
  if (name === 'sampling') return `${key} demonstrations`
  return key
}
