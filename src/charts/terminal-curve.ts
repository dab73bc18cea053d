import stringWidth from 'string-width'
import type { Point } from '../domain/point.ts'
import type { ChartGroup } from './condition.ts'
import { formatParameters } from './format-parameters.ts'
import { type ScoreScale, scoreScale } from './score-scale.ts'
import { type Series, seriesOf } from './series.ts'
import { padded } from './text-table.ts'

export interface TerminalCurveOptions {
  readonly by: 'parameters' | 'shots'
  /** Of the terminal, in columns; the plot is at most 64 wide. */
  readonly width: number
  /** Lines of the plot. Default: 11, one for each tenth of a fraction. */
  readonly height?: number
}

/** A marker of the plot: `x` in [0, 1]. */
interface Mark {
  readonly x: number
  readonly score: number
  readonly letter: string
}

interface Tick {
  readonly x: number
  readonly text: string
}

/**
 * A group's small curve for the terminal: score against shots with a letter per model, or score against size
 * (log scale) with a mark per k. Empty where there are no two places to compare.
 */
export function terminalCurve(group: ChartGroup, options: TerminalCurveOptions): string[] {
  const { by, width, height = 11 } = options
  const series = seriesOf(group.points)
  const { marks, ticks, legend, axis } = by === 'shots' ? byShots(series) : byParameters(series)
  if (ticks.length < 2) return []
  const scale = scoreScale(group.points)
  const labels = [scale.low, (scale.low + scale.high) / 2, scale.high].map((value) => label(value))
  // Behind the labels a blank and the axis.
  const margin = Math.max(...labels.map(({ length }) => length)) + 2
  const columns = Math.max(16, Math.min(64, width - margin - 1 - axis.length))
  return [
    ...plot(marks, { columns, height, margin, scale }),
    ...axisLines(ticks, { columns, margin, name: axis }),
    ...wrapped(legend, { width, margin }),
  ]
}

function byShots(series: readonly Series[]) {
  const shots = [...new Set(series.flatMap(({ points }) => points.map((point) => point.shots)))]
  const place = placer(shots.map((k) => Math.log2(k + 1)))
  const letters = series.map((_, index) => letterAt(index))
  return {
    marks: series.flatMap(({ points }, index) =>
      points.flatMap((point) => mark(place(Math.log2(point.shots + 1)), point, letters[index])),
    ),
    ticks: shots.sort((a, b) => a - b).map((k) => ({ x: place(Math.log2(k + 1)), text: String(k) })),
    legend: series.map(({ label }, index) => `${letters[index]} ${label}`),
    axis: 'shots',
  }
}

function byParameters(all: readonly Series[]) {
  const series = all.flatMap(({ size, points }) => (size === undefined ? [] : { size, points }))
  const sizes = [...new Set(series.map(({ size }) => size))]
  const place = placer(sizes.map(Math.log10))
  const shots = [...new Set(series.flatMap(({ points }) => points.map((point) => point.shots)))]
  const letters = new Map(
    shots.sort((a, b) => a - b).map((k, index) => [k, isDigit(k) ? `${k}` : letterAt(index)]),
  )
  return {
    marks: series.flatMap(({ size, points }) =>
      points.flatMap((point) => mark(place(Math.log10(size)), point, letters.get(point.shots))),
    ),
    ticks: sizes.map((size) => ({ x: place(Math.log10(size)), text: formatParameters(size) })),
    legend: [
      ...(shots.some(isDigit) ? ['a digit is k'] : []),
      ...[...letters].flatMap(([k, letter]) => (isDigit(k) ? [] : [`${letter} k=${k}`])),
    ],
    axis: 'parameters',
  }
}

/** Maps the values' range to [0, 1]. */
function placer(values: readonly number[]): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return (value) => (most === least ? 0 : (value - least) / (most - least))
}

function letterAt(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + (index % 26))
}

function isDigit(shots: number): boolean {
  return shots < 10
}

function mark(x: number, { score }: Point, letter: string | undefined): Mark[] {
  return score === undefined || letter === undefined ? [] : [{ x, score, letter }]
}

interface Plot {
  readonly columns: number
  readonly height: number
  /** Columns left of the plot. */
  readonly margin: number
  readonly scale: ScoreScale
}

/** Each mark in its row; where marks would cover each other, the later ones move to the right. */
function plot(marks: readonly Mark[], { columns, height, margin, scale }: Plot): string[] {
  const { low, high } = scale
  const grid = Array.from({ length: height }, () => new Map<number, string>())
  for (const { x, score, letter } of marks) {
    const inside = Math.min(high, Math.max(low, score))
    const row = grid[Math.round(((high - inside) / (high - low)) * (height - 1))]
    let column = Math.round(x * (columns - 1))
    while (row?.has(column)) column++
    row?.set(column, letter)
  }
  return grid.map((row, index) => {
    const value = high - ((high - low) * index) / (height - 1)
    const labelled = index === 0 || index === height - 1 || index === (height - 1) / 2
    const length = Math.max(0, ...row.keys()) + 1
    const line = Array.from({ length }, (_, column) => row.get(column) ?? ' ').join('')
    return `${(labelled ? label(value) : '').padStart(margin - 2)} ${labelled ? '┤' : '│'}${line}`.trimEnd()
  })
}

/** Of an axis: `0.5`, `-1.5`, `-0.75`; no minus before a zero. */
function label(value: number): string {
  const hundredths = Math.round(value * 100) + 0
  return (hundredths / 100).toFixed(hundredths % 10 === 0 ? 1 : 2)
}

/** The axis, and under it the labels that have room. */
function axisLines(
  ticks: readonly Tick[],
  { columns, margin, name }: Pick<Plot, 'columns' | 'margin'> & { readonly name: string },
): string[] {
  const places = ticks.map(({ x, text }) => ({ column: Math.round(x * (columns - 1)), text }))
  const marked = new Set(places.map(({ column }) => column))
  const axis = Array.from({ length: columns }, (_, column) => (marked.has(column) ? '┬' : '─')).join('')
  let labels = ''
  for (const { column, text } of places) {
    const start = Math.max(0, column - Math.floor((text.length - 1) / 2))
    if (labels === '' || start > labels.length) labels = labels.padEnd(start) + text
  }
  return [`${padded('', margin - 1)}└${axis} ${name}`, padded('', margin) + labels]
}

/** Legend entries on as few lines as the width allows. */
function wrapped(
  entries: readonly string[],
  { width, margin }: Pick<Plot, 'margin'> & { readonly width: number },
): string[] {
  const lines: string[] = []
  for (const entry of entries) {
    const last = lines.at(-1)
    if (last === undefined || stringWidth(last) + 3 + stringWidth(entry) > width)
      lines.push(padded('', margin) + entry)
    else lines[lines.length - 1] = `${last}   ${entry}`
  }
  return lines
}
