import type { TopLevelSpec } from 'vega-lite'
import { dodgeStep, stepsFromMiddle } from '../../charts/dodge.ts'
import { formatParameters } from '../../charts/format-parameters.ts'
import { sizeScale } from '../../charts/size-scale.ts'
import { OUTCOMES } from '../../domain/outcome.ts'
import type { Figure, FigureCell, FrontierFigure, OutcomeFigure, ShotsFigure, SizeFigure } from '../figure.ts'
import { colourOf, dashOf, shapeOf } from '../symbol.ts'
import { type EndLabel, endLabels } from './end-labels.ts'
import { markTip, outcomeTip } from './tips.ts'

/** Room for the axis beside a plot, in pixels; about. */
const AXIS_ROOM = 58

const PADDING = { left: 2, right: 8, top: 6, bottom: 2 } as const

/** Room for labels at the end of lines. */
const LABEL_ROOM = 44

/** Colours are custom properties of the page, so that its theme and print style hold in charts as well. */
const CONFIG: NonNullable<TopLevelSpec['config']> = {
  background: 'transparent',
  font: 'system-ui, sans-serif',
  padding: PADDING,
  view: { stroke: null },
  axis: {
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    labelColor: 'var(--ink)',
    titleColor: 'var(--ink)',
    domainColor: 'var(--rule)',
    tickColor: 'var(--rule)',
    gridColor: 'var(--grid)',
  },
}

/**
 * A figure as a Vega-Lite chart so many pixels wide. Points carry `cell`, what opens their trials, and `tip`, what is
 * said of them.
 */
export function chartSpec(figure: Figure, cells: readonly FigureCell[], width: number): TopLevelSpec {
  const spec =
    figure.type === 'outcomes' ? outcomeSpec(figure, cells, width) : scoreSpec(figure, cells, width)
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: figure.title,
    width,
    autosize: { type: figure.type === 'outcomes' ? 'fit-x' : 'fit', contains: 'padding' },
    config: CONFIG,
    ...spec,
  } as TopLevelSpec
}

type ScoreFigure = SizeFigure | ShotsFigure | FrontierFigure

function scoreSpec(figure: ScoreFigure, cells: readonly FigureCell[], width: number) {
  const labels = figure.type === 'shots' ? endLabels(figure, 0.065) : []
  const room = labels.length > 0 ? AXIS_ROOM + LABEL_ROOM : AXIS_ROOM
  const { scale, axis, placeOf } = horizontal(figure, width - room)
  const values = figure.marks.map((mark) => {
    const series = figure.series[mark.series]
    return {
      ...mark,
      x: placeOf(mark),
      colour: colourOf(series ?? {}),
      shape: shapeOf(series?.kind ?? 0),
      dash: dashOf(series?.kind ?? 0),
      tip: markTip(figure, mark, cells[mark.cell]),
    }
  })
  const x = { field: 'x', type: 'quantitative', scale, axis }
  const y = {
    field: 'score',
    type: 'quantitative',
    scale: { domain: [figure.y.low, figure.y.high] },
    axis: { title: figure.y.title, values: figure.y.ticks, format: `.${figure.y.decimals}f` },
  }
  const color = { field: 'colour', type: 'nominal', scale: null, legend: null }
  return {
    height: width < 330 ? 200 : 260,
    padding: { ...PADDING, right: labels.length > 0 ? LABEL_ROOM : PADDING.right },
    data: { values },
    layer: [
      ...gapLayer(figure, x),
      ...chanceLayer(figure),
      ...labelLayer(labels),
      ...lineLayers(figure, values, { x, y, color }),
      ...intervalLayer(figure, { x, y, color }),
      {
        mark: { type: 'point', filled: true, size: 52, opacity: 1, cursor: 'pointer' },
        encoding: {
          x,
          y,
          color,
          shape: { field: 'shape', type: 'nominal', scale: null, legend: null },
          tooltip: { field: 'tip', type: 'nominal' },
          description: { field: 'tip', type: 'nominal' },
        },
      },
    ],
  }
}

interface Encoding {
  readonly x: object
  readonly y: object
  readonly color: object
}

interface Value {
  readonly x: number
  readonly cell: number
  readonly score: number
  readonly colour: string
  readonly series: number
  readonly dash: readonly number[]
}

/** A line per series, each with its kind's dash; the frontier as a thin line of its own. */
function lineLayers(figure: ScoreFigure, values: readonly Value[], encoding: Encoding) {
  if (figure.type === 'frontier') {
    const front = values.filter(({ cell }) => figure.front.includes(cell))
    return [
      {
        data: { values: front },
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1, color: 'var(--muted)', aria: false },
        encoding: { x: encoding.x, y: encoding.y },
      },
    ]
  }
  return [...Map.groupBy(values, ({ series }) => series).values()].map((members) => ({
    data: { values: members },
    mark: { type: 'line', strokeWidth: 1.6, strokeDash: members[0]?.dash ?? [], aria: false },
    encoding,
  }))
}

/** Intervals as bars; not beside a frontier, where they stand on each other and the charts above have them. */
function intervalLayer(figure: ScoreFigure, { x, y, color }: Encoding) {
  if (figure.type === 'frontier') return []
  return [
    {
      mark: { type: 'rule', strokeWidth: 1.2, opacity: 0.7, aria: false },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
  ]
}

function gapLayer(figure: ScoreFigure, x: object) {
  if (figure.type !== 'size' || figure.gaps.length === 0) return []
  return [
    {
      data: { values: figure.gaps },
      mark: { type: 'rect', color: 'var(--gap)', aria: false },
      encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' } },
    },
  ]
}

function labelLayer(labels: readonly EndLabel[]) {
  if (labels.length === 0) return []
  return [
    {
      data: { values: labels },
      mark: { type: 'text', align: 'left', dx: 4, fontSize: 10.5, color: 'var(--muted)', aria: false },
      encoding: {
        y: { field: 'score', type: 'quantitative' },
        x: { value: 'width' },
        text: { field: 'text' },
      },
    },
  ]
}

function chanceLayer({ chance }: ScoreFigure) {
  if (chance === undefined) return []
  const y = { field: 'chance', type: 'quantitative' }
  const data = { values: [{ chance, label: 'chance' }] }
  return [
    { data, mark: { type: 'rule', strokeDash: [5, 4], color: 'var(--muted)', aria: false }, encoding: { y } },
    {
      data,
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'bottom',
        dx: 3,
        dy: -2,
        fontSize: 10.5,
        color: 'var(--muted)',
        aria: false,
      },
      encoding: { y, x: { value: 0 }, text: { field: 'label' } },
    },
  ]
}

interface Horizontal {
  readonly scale: object
  readonly axis: object
  placeOf(mark: ScoreFigure['marks'][number]): number
}

function horizontal(figure: ScoreFigure, width: number): Horizontal {
  if (figure.type === 'shots') return shotsAxis(figure, width)
  if (figure.type === 'frontier' && figure.axis !== 'size') return amountAxis(figure)
  return sizeAxis(figure, width)
}

function sizeAxis(figure: SizeFigure | FrontierFigure, width: number): Horizontal {
  const sizes = [...new Set(figure.marks.map(({ x }) => x))]
  const places = figure.type === 'size' ? new Set(figure.series.map(({ label }) => label)).size : 1
  const labels = [...new Set(figure.series.map(({ label }) => label))]
  const step = dodgeStep(sizes.map(sizeScale(sizes, width, 0).pixelOf), places + 1)
  const scale = sizeScale(sizes, width, places * step)
  const names = Object.fromEntries(scale.ticks.map((tick) => [tick, formatParameters(tick)]))
  return {
    scale: { type: 'log', domain: [...scale.domain], nice: false },
    axis: {
      title: 'parameters (log scale)',
      values: [...scale.ticks],
      labelExpr: `${JSON.stringify(names)}[datum.value]`,
      labelOverlap: true,
      grid: true,
    },
    placeOf: ({ x, series }) => {
      const place = figure.type === 'size' ? labels.indexOf(figure.series[series]?.label ?? '') : 0
      return scale.shifted(x, figure.type === 'size' ? stepsFromMiddle(place, places) * step : 0)
    },
  }
}

function shotsAxis(figure: ShotsFigure, width: number): Horizontal {
  const shots = [...new Set(figure.marks.map(({ x }) => x))].sort((a, b) => a - b)
  const place = (k: number) => Math.log2(k + 1)
  const [least, most] = [place(shots[0] ?? 0), place(shots.at(-1) ?? 1)]
  const count = figure.series.length
  const plot = Math.max(100, width - 48)
  const span = Math.max(most - least, 0.1)
  const step = dodgeStep(
    shots.map((k) => ((place(k) - least) / span) * plot),
    count + 1,
  )
  const perPixel = span / plot
  const margin = ((count * step) / 2 + 10) * perPixel
  const names = Object.fromEntries(shots.map((k) => [place(k).toFixed(4), String(k)]))
  return {
    scale: { domain: [least - margin, most + margin], nice: false },
    axis: {
      title: 'shots k (spaced by log2(k + 1))',
      values: shots.map(place),
      labelExpr: `${JSON.stringify(names)}[format(datum.value, ".4f")]`,
      labelOverlap: true,
      grid: false,
    },
    placeOf: ({ x, series }) => place(x) + stepsFromMiddle(series, count) * step * perPixel,
  }
}

/** Cost and latency on a log axis. */
function amountAxis(figure: FrontierFigure): Horizontal {
  const values = figure.marks.map(({ x }) => x)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return {
    scale: { type: 'log', domain: [least / 1.15, most * 1.15], nice: false },
    axis: {
      title: `${figure.xTitle} (log scale)`,
      values: roundValues(least, most),
      format: '~g',
      labelOverlap: true,
      grid: true,
    },
    placeOf: ({ x }) => x,
  }
}

/** 1, 2 and 5 times powers of ten about a range. */
function roundValues(least: number, most: number): number[] {
  const values: number[] = []
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++)
    for (const factor of [1, 2, 5]) values.push(factor * 10 ** power)
  return values.filter((value) => value >= least / 1.15 && value <= most * 1.15)
}

/** The order in which the parts of a bar stand, from the left. */
const ORDER = ['ok', 'unparsed', 'truncated', 'empty', 'refused', 'skipped', 'failed'] as const

function outcomeSpec({ rows }: OutcomeFigure, cells: readonly FigureCell[], width: number) {
  const values = rows.flatMap(({ cell, label, counts }, row) => {
    const total = counts.reduce((sum, count) => sum + count, 0)
    let from = 0
    return ORDER.flatMap((outcome) => {
      const count = counts[OUTCOMES.indexOf(outcome)] ?? 0
      if (count === 0) return []
      const start = from
      from += count / total
      const tip = outcomeTip({ outcome, count, total }, label, cells[cell])
      return [{ cell, row, label, from: start, to: from, colour: `var(--outcome-${outcome})`, tip }]
    })
  })
  const names = rows.map(({ label, short }) => (width < 480 ? short : label))
  return {
    height: 15 * rows.length,
    data: { values },
    mark: { type: 'bar', height: 11, cursor: 'pointer', stroke: 'var(--page)', strokeWidth: 0.6 },
    encoding: {
      y: {
        field: 'row',
        type: 'ordinal',
        axis: {
          title: null,
          labelExpr: `${JSON.stringify(names)}[datum.value]`,
          labelLimit: Math.max(110, width * 0.45),
          ticks: false,
          domain: false,
        },
      },
      x: {
        field: 'from',
        type: 'quantitative',
        scale: { domain: [0, 1], nice: false },
        axis: { title: 'share of the trials', format: '.0%', values: [0, 0.25, 0.5, 0.75, 1], grid: false },
      },
      x2: { field: 'to' },
      color: { field: 'colour', type: 'nominal', scale: null, legend: null },
      tooltip: { field: 'tip', type: 'nominal' },
      description: { field: 'tip', type: 'nominal' },
    },
  }
}
