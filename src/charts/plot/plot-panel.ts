import { CONFIG, chanceLayers, INK } from '../chart-frame.ts'
import { placeLabels } from '../label-rows.ts'
import type { ScoreScale } from '../score-scale.ts'
import { wrapParts } from '../wrap-parts.ts'
import type { LaidAxis, PlotAxis } from './plot-axis.ts'
import type { MarkPalette } from './plot-colors.ts'
import type { PlacedPoint, PlotMark } from './plot-marks.ts'

/** One panel of a plot, its place on the page known. */
export interface Panel {
  /** Empty for the only one. */
  readonly title: string
  readonly points: readonly PlacedPoint[]
  readonly marks: readonly PlotMark[]
  /** Whether it is the leftmost of its row, which has the scores' labels, and the lowest of its column. */
  readonly leftmost: boolean
  readonly lowest: boolean
}

/** What all panels share. */
export interface PanelFrame {
  readonly width: number
  readonly height: number
  readonly axis: PlotAxis
  readonly laid: LaidAxis
  readonly scores: ScoreScale
  readonly scoreTitle: string
  readonly palette: MarkPalette
  /** Intervals as bars, or as bands where bars would cover each other. */
  readonly intervals: 'bars' | 'bands'
  /** The number of shots beside each point. */
  readonly numbers: boolean
  /** Names of models over the plot, at their sizes. */
  readonly names: boolean
}

/** Model names over the plot: font size and line height. */
const NAME_SIZE = 11
const ROW_HEIGHT = 15

/** In panels lower than this, in pixels, not every tick of the scores has room. */
const LOW = 190

/** Titles of panels: font size. */
const TITLE_SIZE = 13

/** Below this width points and lines are drawn smaller. */
const SMALL = 300

/** A panel as a Vega-Lite unit of layers. */
export function panelSpec(panel: Panel, frame: PanelFrame) {
  const { width, height, palette, intervals } = frame
  const small = width < SMALL
  const x = xOf(panel, frame)
  const y = yOf(panel, frame)
  const color = palette.color
  const low = { field: 'low', type: 'quantitative' as const }
  const alone = loneMarks(panel.marks)
  const barred = intervals === 'bars' ? panel.marks : alone
  const joined = panel.marks.filter((mark) => !alone.includes(mark))
  const lines = {
    detail: { field: 'line' },
    order: { field: frame.axis.dodges ? 'x' : 'shots', type: 'quantitative' as const },
  }
  return {
    width,
    height,
    layer: [
      ...chanceLayers(panel.points, width),
      ...(intervals === 'bands' && joined.length > 0
        ? [
            {
              data: { values: joined },
              mark: { type: 'area' as const, opacity: 0.15, line: false },
              encoding: { x, y: { ...y, ...low }, y2: { field: 'high' }, color, detail: lines.detail },
            },
          ]
        : []),
      ...kindsOfMarks(panel.marks).map(({ marks, isForeign }) => ({
        data: { values: marks },
        mark: {
          ...{ type: 'line' as const, strokeWidth: small ? 1.3 : 1.6 },
          ...(isForeign ? { strokeDash: [6, 3] } : {}),
        },
        encoding: { x, y, color, ...lines },
      })),
      {
        data: { values: barred },
        mark: { type: 'rule' as const, strokeWidth: small ? 1 : 1.2, opacity: 0.75 },
        encoding: { x, y: { ...y, ...low }, y2: { field: 'high' }, color },
      },
      ...kindsOfMarks(panel.marks).flatMap(({ marks, isForeign }) => [
        {
          data: { values: marks },
          mark: { type: 'point' as const, filled: true, size: small ? 36 : 55, opacity: 1 },
          encoding: { x, y, color, shape: palette.shape },
        },
        ...(isForeign ? holeLayers(marks, palette, { x, y, size: small ? 12 : 20 }) : []),
      ]),
      ...(frame.numbers ? [numberLayer(panel, x, y)] : []),
      ...(frame.names ? nameLayers(panel, frame) : []),
      ...titleLayers(panel.title, width),
    ],
  }
}

/** Open marks and broken lines for scores that others measured, below; full ones for one's own. */
function kindsOfMarks(
  marks: readonly PlotMark[],
): readonly { readonly marks: readonly PlotMark[]; readonly isForeign: boolean }[] {
  return [true, false].flatMap((isForeign) => {
    const ofKind = marks.filter((mark) => mark.isForeign === isForeign)
    return ofKind.length === 0 ? [] : [{ marks: ofKind, isForeign }]
  })
}

/** White marks upon marks make these open. Their shapes are told to them: a scale would take the legend with it. */
function holeLayers(
  marks: readonly PlotMark[],
  palette: MarkPalette,
  { x, y, size }: { x: ReturnType<typeof xOf>; y: ReturnType<typeof yOf>; size: number },
) {
  const { domain, range } = palette.shape.scale
  const shapeOf = (mark: PlotMark) =>
    range[domain.indexOf(palette.shape.field === 'shape' ? mark.shape : mark.color)] ?? 'circle'
  return Array.from(Map.groupBy(marks, shapeOf), ([shape, values]) => ({
    data: { values },
    mark: { type: 'point' as const, filled: true, size, opacity: 1, color: 'white', shape },
    encoding: { x, y },
  }))
}

/** Marks that no line joins to another. */
function loneMarks(marks: readonly PlotMark[]): readonly PlotMark[] {
  return [...Map.groupBy(marks, ({ line }) => line).values()].flatMap((line) =>
    line.length === 1 ? line : [],
  )
}

/** Lines over the plot, from its left edge. A panel's own title would stand higher beside axis labels. */
function titleLayers(title: string, width: number) {
  const lines = wrapParts(title.split(' '), { separator: ' ', width, fontSize: TITLE_SIZE })
  return lines.map((text, index) => ({
    data: { values: [{ text }] },
    mark: {
      type: 'text' as const,
      align: 'left' as const,
      baseline: 'bottom' as const,
      fontSize: TITLE_SIZE,
      fontWeight: 'bold' as const,
      color: INK.text,
    },
    encoding: {
      text: { field: 'text' },
      x: { value: 0 },
      y: { value: -8 - (lines.length - 1 - index) * (TITLE_SIZE + 3) },
    },
  }))
}

/** The number of shots beside each point. */
function numberLayer(panel: Panel, x: ReturnType<typeof xOf>, y: ReturnType<typeof yOf>) {
  return {
    data: { values: panel.marks },
    mark: { type: 'text' as const, dx: 9, dy: -7, fontSize: 10, color: INK.muted },
    encoding: { x, y, text: { field: 'shots' } },
  }
}

function xOf({ lowest }: Panel, { axis, laid, width }: PanelFrame) {
  const title = wrapParts(axis.title.split(' '), { separator: ' ', width, fontSize: 13 })
  return {
    field: 'x',
    type: 'quantitative' as const,
    scale: {
      type: axis.log ? ('log' as const) : ('linear' as const),
      domain: [...laid.domain],
      nice: false,
    },
    axis: {
      title: lowest ? title : null,
      labels: lowest,
      ticks: lowest,
      values: [...laid.ticks],
      labelExpr: `${JSON.stringify(laid.labels)}[datum.value]`,
      labelOverlap: false,
      grid: axis.log,
    },
  }
}

function yOf({ leftmost }: Panel, { scores, scoreTitle, height }: PanelFrame) {
  const halves = height < LOW && scores.low === 0 && scores.high === 1
  return {
    field: 'score',
    type: 'quantitative' as const,
    scale: { domain: [scores.low, scores.high], zero: false },
    axis: {
      title: leftmost ? scoreTitle : null,
      labels: leftmost,
      ticks: leftmost,
      values: halves ? [0, 0.5, 1] : [...scores.ticks],
      format: `.${scores.decimals}f`,
    },
  }
}

function nameLayers({ points }: Panel, { axis, laid, width }: PanelFrame) {
  const names = new Map(points.map((point) => [point.model, axis.valueOf(point) ?? 0]))
  const wanted = Array.from(names, ([text, value]) => ({ text, x: laid.pixelOf(value) }))
  return placeLabels(wanted, { width, fontSize: NAME_SIZE, maxRows: 5 }).map(({ text, x, row }) => ({
    data: { values: [{ text }] },
    mark: { type: 'text' as const, baseline: 'bottom' as const, fontSize: NAME_SIZE, color: INK.muted },
    encoding: { text: { field: 'text' }, x: { value: x }, y: { value: -9 - row * ROW_HEIGHT } },
  }))
}

/** The fonts and margins of all charts, with a legend that is laid out for a grid of panels. */
export const PLOT_CONFIG: typeof CONFIG = {
  ...CONFIG,
  // Legends below stand under each other, not beside. Vega reads this; Vega-Lite's types do not know it.
  legend: Object.assign({}, CONFIG.legend, {
    layout: { bottom: { direction: 'vertical', anchor: 'start' } },
  }),
}
