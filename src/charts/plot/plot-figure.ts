import type { TopLevelSpec } from 'vega-lite'
import { InputError } from '../../domain/input-error.ts'
import type { Point } from '../../domain/point.ts'
import { metricName, taskName } from '../chart-frame.ts'
import { conditionalNote, conditionParts } from '../condition.ts'
import { scoreScale } from '../score-scale.ts'
import { textWidth } from '../text-width.ts'
import { wrapParts } from '../wrap-parts.ts'
import { type Arrangement, arrange } from './arrange.ts'
import { dimensionKey, dimensionValues } from './dimension.ts'
import { AXES, layAxis, type PlotAxis } from './plot-axis.ts'
import { type MarkPalette, paletteOf } from './plot-colors.ts'
import { dodgeOf, isNumbered, marksOf, type PlacedPoint } from './plot-marks.ts'
import { type PanelFrame, PLOT_CONFIG, panelSpec } from './plot-panel.ts'
import type { PlotRequest } from './plot-request.ts'
import { withBaselines } from './with-baselines.ts'

/** A plot that can be drawn. */
export interface PlotFigure {
  readonly spec: TopLevelSpec
  /** That it was laid out for, in pixels. */
  readonly width: number
  readonly panels: number
  /** Points that are drawn, and those that are not: without a score, or without a place on the axis. */
  readonly drawn: number
  readonly left: number
}

/** Around and between panels, in pixels: padding, the scores' axis, room between panels. */
const PADDING = 16
const SCORE_AXIS = 58
const SPACING = 18

/** The figure's width where none is asked for, by columns of panels. */
const WIDTHS = [760, 860, 1000, 1120] as const

/** Side by side bars that are nearer than this, in pixels, cannot be told apart. */
const LEAST_STEP = 2

/** A legend that takes more of the width than this goes below. */
const LEGEND_SHARE = 0.34

/**
 * A figure of scores: a grid of panels with shared axes, 95 % intervals, and one legend.
 * @param points of one metric, or of each task's own
 * @param correction pixels by which the last layout was too wide
 *
 * @throws InputError where points would be mixed, or none has a place on the axis
 */
export function plotFigure(all: readonly Point[], request: PlotRequest, correction = 0): PlotFigure {
  const axis = AXES[request.x]
  const named = withSources(all)
  const placed = named.filter(
    (point): point is PlacedPoint => point.score !== undefined && axis.valueOf(point) !== undefined,
  )
  if (placed.length === 0) throw nothingToDraw(named, request)
  const arrangement = arrange(placed, request)
  const points = withBaselines(placed, arrangement)
  const groups = panelGroups(points, arrangement)
  const layout = layoutOf(groups.length, paletteOf(points, arrangement, 'right', 0), request, correction)
  const palette = paletteOf(points, arrangement, layout.legend, layout.width)
  const { frame, step } = frameOf(groups, { axis, palette, layout })
  const place = { axis, laid: frame.laid, scores: frame.scores, step }
  const panels = groups.map(({ title, points: members }, index) =>
    panelSpec(
      {
        title,
        points: members,
        marks: marksOf(members, palette.names, place),
        leftmost: index % layout.columns === 0,
        lowest: index + layout.columns >= groups.length,
      },
      frame,
    ),
  )
  const [only] = panels
  const head = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...headingOf(points, {
      axis,
      arrangement,
      palette,
      request,
      width: layout.width - 2 * PADDING - SCORE_AXIS,
    }),
    config: PLOT_CONFIG,
  }
  return {
    spec:
      panels.length === 1 && only !== undefined
        ? { ...head, ...only }
        : {
            ...head,
            concat: panels,
            columns: layout.columns,
            spacing: SPACING,
            align: 'each',
            resolve: { scale: { color: 'shared', shape: 'shared' } },
          },
    width: layout.width,
    panels: panels.length,
    drawn: points.length,
    left: all.length - placed.length,
  }
}

/** Where runs and imports meet in one plot, a family says where its scores come from. */
function withSources(points: readonly Point[]): readonly Point[] {
  if (new Set(points.map(({ source }) => source)).size < 2) return points
  return points.map((point) => {
    const { source, family } = point
    if (source === 'run') return point
    // An import is often named by its only family.
    const said = plainName(source) === plainName(family) ? 'imported' : source
    return { ...point, family: `${family} (${said})`.trim() }
  })
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function nothingToDraw(points: readonly Point[], { x }: PlotRequest): InputError {
  const scored = points.filter(({ score }) => score !== undefined)
  if (scored.length === 0) return new InputError('no point has a score: there is nothing to draw')
  const cures: { readonly [axis: string]: string } = {
    params: 'state parameters of the models in the config, or use --x shots',
    'active-params': 'state active_parameters of the models in the config, or use --x shots',
    cost: 'only models with a price have one',
  }
  return new InputError({
    message: `none of ${scored.length} points has a place on --x ${x}`,
    hint: cures[x] ?? 'use another --x',
  })
}

/** The points of each panel, in reading order. */
function panelGroups(
  points: readonly PlacedPoint[],
  { facets }: Arrangement,
): readonly { readonly title: string; readonly points: readonly PlacedPoint[] }[] {
  const [rows, columns] = facets.map((name) => ({ name, values: dimensionValues(name, points) }))
  if (rows === undefined) return [{ title: '', points }]
  const inRows = rows.values.map((row) =>
    points.filter((point) => dimensionKey(rows.name, point) === row.key),
  )
  const differ = new Set(inRows.map(metricNames)).size > 1
  return rows.values.flatMap((row, index) => {
    const inRow = inRows[index] ?? []
    const metric = differ ? `, ${metricNames(inRow)}` : ''
    if (columns === undefined) return [{ title: `${row.label}${metric}`, points: inRow }]
    return columns.values.map((column) => ({
      title: `${row.label}${metric} · ${column.label}`,
      points: inRow.filter((point) => dimensionKey(columns.name, point) === column.key),
    }))
  })
}

/** What the metrics of points are called; of several sources, each may have a name of its own for one thing. */
function metricNames(points: readonly Point[]): string {
  return [...new Set(points.map(({ metric }) => metricName(metric)))].join(' or ')
}

interface Layout {
  readonly width: number
  readonly columns: number
  readonly legend: 'right' | 'bottom'
  readonly panel: { readonly width: number; readonly height: number }
}

function layoutOf(panels: number, palette: MarkPalette, { width }: PlotRequest, correction: number): Layout {
  const wanted = panels === 4 ? 2 : panels > 9 ? 4 : Math.min(3, panels)
  const total = width ?? WIDTHS[wanted - 1] ?? WIDTHS[0]
  const entries = [...(palette.color.legend === null ? [] : palette.values), ...palette.shape.scale.domain]
  const hasLegend = palette.color.legend !== null || palette.shape.legend !== null
  const side = hasLegend ? 44 + Math.max(...entries.map((text) => Math.min(280, textWidth(text, 12)))) : 0
  const legend = side > LEGEND_SHARE * total ? 'bottom' : 'right'
  const free = total - 2 * PADDING - SCORE_AXIS - (legend === 'right' ? side : 0) - correction
  const columns = Math.max(1, Math.min(wanted, Math.floor(free / 150)))
  const each = Math.max(80, Math.floor((free - SPACING * (columns - 1)) / columns))
  const height = Math.round(Math.max(110, Math.min(340, each * (columns === 1 ? 0.6 : 0.72))))
  return { width: total, columns, legend, panel: { width: each, height } }
}

function frameOf(
  groups: readonly { readonly points: readonly PlacedPoint[] }[],
  { axis, palette, layout }: { axis: PlotAxis; palette: MarkPalette; layout: Layout },
): { readonly frame: PanelFrame; readonly step: number } {
  const points = groups.flatMap((group) => group.points)
  const values = points.flatMap((point) => axis.valueOf(point) ?? [])
  const { width } = layout.panel
  const panels = groups.map((group) => group.points)
  const first = dodgeOf(panels, axis, layAxis(axis, values, width, 0))
  const bars = !axis.dodges || first.crowd === 1 || first.step >= LEAST_STEP
  const step = axis.dodges && bars && Number.isFinite(first.step) ? first.step : 0
  const perTask = [...Map.groupBy(points, ({ task }) => task).values()].map(metricNames)
  const nats = (points[0]?.maximum ?? 1) > 0 ? '' : ', nats per byte'
  return {
    step,
    frame: {
      ...layout.panel,
      axis,
      laid: layAxis(axis, values, width, first.crowd * step),
      scores: scoreScale(points),
      scoreTitle: `${new Set(perTask).size === 1 ? perTask[0] : 'score'}${nats}`,
      palette,
      intervals: bars ? 'bars' : 'bands',
      numbers: groups.length === 1 && isNumbered(points, axis),
      names: groups.length === 1 && axis.joinsModels,
    },
  }
}

/** The title, and in smaller letters what all points share. */
function headingOf(
  points: readonly PlacedPoint[],
  about: {
    readonly axis: PlotAxis
    readonly arrangement: Arrangement
    readonly palette: MarkPalette
    readonly request: PlotRequest
    readonly width: number
  },
) {
  const { axis, arrangement, palette, request, width } = about
  const sources = [...new Set(points.map(({ source }) => source))]
  const label = sources.length > 1 || sources[0] === 'run' ? '' : (sources[0] ?? '')
  const text = request.title ?? madeTitle(points, axis)
  const marked =
    label === '' || text.includes(label) ? text : text === '' ? `${label} data` : `${text} (${label})`
  if (marked === '') return {}
  const { names, values, kinds } = palette
  const constant = [
    values.length === 1 && names.color === 'shots' ? `${values[0]} shot${values[0] === '1' ? '' : 's'}` : '',
    values.length === 1 && names.color === 'model' ? `${values[0]}` : '',
    kinds.length === 1 && names.color !== 'model' ? `${kinds[0]}` : '',
  ]
  const parts = [...constant, ...conditionParts(points), ...markNotes(points, axis, { arrangement, palette })]
  const subtitle = [
    ...wrapParts(parts, { separator: ' · ', width, fontSize: 12 }),
    ...wrapParts(conditionalNote(points).split(' '), { separator: ' ', width, fontSize: 12 }),
  ]
  return {
    title: {
      text: wrapParts(marked.split(' '), { separator: ' ', width, fontSize: 16 }),
      ...(request.title === '' ? {} : { subtitle }),
    },
  }
}

/** What marks say by themselves, which no legend tells. */
function markNotes(
  points: readonly PlacedPoint[],
  axis: PlotAxis,
  { arrangement, palette }: { readonly arrangement: Arrangement; readonly palette: MarkPalette },
): readonly string[] {
  return [
    ...(points.some(palette.names.isForeign) ? ['open marks, broken lines: imported'] : []),
    ...(arrangement.facets.length === 0 && isNumbered(points, axis) ? ['numbers beside points: shots'] : []),
  ]
}

function madeTitle(points: readonly PlacedPoint[], { by }: PlotAxis): string {
  const tasks = [...new Set(points.map(({ task }) => task))]
  const perTask = new Set(tasks.map((task) => metricNames(points.filter((point) => point.task === task))))
  const [score] = perTask.size === 1 ? perTask : ['score']
  return tasks.length === 1 ? `${taskName(tasks[0] ?? '')}: ${score} by ${by}` : `${score} by ${by}`
}
