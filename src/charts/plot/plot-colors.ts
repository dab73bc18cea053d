import type { Point } from '../../domain/point.ts'
import { INK, SHAPES } from '../chart-frame.ts'
import { isOfRun } from '../condition.ts'
import { kindOf, seriesKey, seriesOf } from '../series.ts'
import { textWidth } from '../text-width.ts'
import type { Arrangement } from './arrange.ts'
import { type DimensionName, dimensionKey, dimensionValues } from './dimension.ts'
import type { MarkNames, PlacedPoint } from './plot-marks.ts'

/** Colours of things without an order, apart for every kind of colour vision (Okabe and Ito 2008). */
const CATEGORICAL = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#222222'] as const

/** What legends are called. */
const TITLES: { readonly [name in DimensionName]: string } = {
  shots: 'shots (k)',
  model: 'model',
  control: 'demonstrations',
  rendering: 'prompts',
  instruction: 'instruction',
  sampling: 'draws',
  task: 'task',
}

/** Colours and shapes of a plot, the same in every panel, with the names that its marks have in them. */
export interface MarkPalette {
  readonly names: MarkNames
  /** Labels of the colours, and the families and tunings. */
  readonly values: readonly string[]
  readonly kinds: readonly string[]
  readonly color: ReturnType<typeof colorOf>
  readonly shape: ReturnType<typeof shapeOf>
}

/**
 * Colours tell one dimension apart. Shapes tell families and tunings apart; where there is one, they repeat what colours
 * say, for those who cannot tell these.
 * @param orient where the legend stands
 * @param width of the figure, in pixels, which a legend below it must not leave
 */
export function paletteOf(
  points: readonly PlacedPoint[],
  { color, facets }: Arrangement,
  orient: 'right' | 'bottom',
  width: number,
): MarkPalette {
  const values = dimensionValues(color, points)
  const labels = new Map(values.map(({ key, label }) => [key, label]))
  const labelOf = (key: string) => labels.get(key) ?? key
  const series = seriesOf(points)
  const models = series.flatMap(({ points: [first] }) => (first === undefined ? [] : [seriesKey(first)]))
  const keys = values.map(({ key }) => key)
  const kinds = [...new Set(series.map(({ kind }) => kind))]
  const byKind = kinds.length > 1 && color !== 'model' && !facets.includes('model')
  const colors = values.map(({ label }) => label)
  const kindPlaces =
    color === 'model' && kinds.length > 1 ? series.map(({ kind }) => kinds.indexOf(kind)) : undefined
  return {
    names: {
      color,
      colorLabel: labelOf,
      rankOf: (point) =>
        (models.indexOf(seriesKey(point)) + 1) * values.length + keys.indexOf(dimensionKey(color, point)),
      isForeign: foreignAmong(points),
      shapeLabel: (point) => (byKind ? kindOf(point) : labelOf(dimensionKey(color, point))),
    },
    values: colors,
    kinds,
    color: colorOf(color, colors, { orient, byKind, width }),
    shape: shapeOf(color, byKind ? kinds : colors, { orient, byKind, width, places: kindPlaces }),
  }
}

/** What tells an import's points, where own ones are there as well. */
function foreignAmong(points: readonly PlacedPoint[]): (point: Point) => boolean {
  const both = points.some(isOfRun) && !points.every(isOfRun)
  return (point) => both && !isOfRun(point)
}

function colorOf(
  name: DimensionName,
  labels: readonly string[],
  {
    orient,
    byKind,
    width,
  }: { readonly orient: 'right' | 'bottom'; readonly byKind: boolean; readonly width: number },
) {
  const legend = { title: TITLES[name], orient, ...columnsOf(orient, labels, width) }
  return {
    field: 'color',
    type: 'nominal' as const,
    sort: null,
    scale: { domain: [...labels], ...rangeOf(name, labels.length) },
    legend: labels.length === 1 ? null : { ...legend, ...(byKind ? { symbolType: 'circle' as const } : {}) },
  }
}

/** Sizes and shots have an order, which a scale from light to dark shows. */
function rangeOf(name: DimensionName, count: number) {
  if (name === 'shots') return { scheme: { name: 'viridis' as const, extent: [0.88, 0] } }
  if (name === 'model') return { scheme: { name: 'viridis' as const, extent: [0.88, 0] } }
  return {
    range: Array.from({ length: count }, (_, index) => CATEGORICAL[index % CATEGORICAL.length] ?? INK.text),
  }
}

function shapeOf(
  name: DimensionName,
  labels: readonly string[],
  options: {
    readonly orient: 'right' | 'bottom'
    readonly byKind: boolean
    readonly width: number
    readonly places: readonly number[] | undefined
  },
) {
  const { orient, byKind, places, width } = options
  const legend = { title: byKind ? 'family, tuning' : TITLES[name], orient }
  const grey = byKind ? { symbolFillColor: INK.rule, symbolStrokeColor: INK.rule } : {}
  const columns = columnsOf(orient, labels, width)
  return {
    // One field makes one legend of both.
    field: byKind ? 'shape' : 'color',
    type: 'nominal' as const,
    sort: null,
    scale: {
      domain: [...labels],
      range: labels.map((_, index) => SHAPES[(places?.[index] ?? index) % SHAPES.length] ?? 'circle'),
    },
    legend: labels.length === 1 ? null : { ...legend, ...grey, ...columns },
  }
}

/** As many columns as fit below a figure. */
function columnsOf(orient: 'right' | 'bottom', labels: readonly string[], width: number) {
  if (orient === 'right') return {}
  const widest = Math.max(...labels.map((label) => Math.min(280, textWidth(label, 12)))) + 36
  return { columns: Math.max(1, Math.floor((width - 40) / widest)) }
}
