import { dodgeStep, stepsFromMiddle } from '../../charts/dodge.ts'
import { formatParameters } from '../../charts/format-parameters.ts'
import { sizeScale } from '../../charts/size-scale.ts'
import type { FigureMark, FrontierFigure, ShotsFigure, SizeFigure } from '../figure.ts'

/** A figure of scores. */
export type ScoreFigure = SizeFigure | ShotsFigure | FrontierFigure

/** The horizontal axis of a chart of scores. */
export interface Horizontal {
  /** As Vega-Lite takes them. */
  readonly scale: object
  readonly axis: object
  /** Where a mark is drawn, in the units of the scale: beside others of its place. */
  placeOf(mark: FigureMark): number
  /** The same in parts of the axis from the left, 0 to 1; told by the axis of amounts alone. */
  partOf?(mark: FigureMark): number
}

/** The axis that a figure has, on so many pixels. */
export function horizontalAxis(figure: ScoreFigure, width: number): Horizontal {
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

/** An axis of amounts goes so many times beyond the least and the greatest. */
const EDGE = 1.15

/** Cost and latency on a log axis. */
function amountAxis(figure: FrontierFigure): Horizontal {
  const values = figure.marks.map(({ x }) => x)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return {
    scale: { type: 'log', domain: [least / EDGE, most * EDGE], nice: false },
    axis: {
      title: `${figure.xTitle} (log scale)`,
      values: roundValues(least, most),
      format: '~g',
      labelOverlap: true,
      grid: true,
    },
    placeOf: ({ x }) => x,
    partOf: ({ x }) => Math.log((x * EDGE) / least) / Math.log((EDGE * EDGE * most) / least),
  }
}

/** 1, 2 and 5 times powers of ten about a range. */
function roundValues(least: number, most: number): number[] {
  const values: number[] = []
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++)
    for (const factor of [1, 2, 5]) values.push(factor * 10 ** power)
  return values.filter((value) => value >= least / EDGE && value <= most * EDGE)
}
