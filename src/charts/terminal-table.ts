import stringWidth from 'string-width'
import type { Point } from '../domain/point.ts'
import { metricName } from './chart-frame.ts'
import type { ChartGroup } from './condition.ts'
import { formatParameters } from './format-parameters.ts'
import { type Series, seriesOf } from './series.ts'
import { textTable } from './text-table.ts'

/** Above this share of failed trials a score is marked. */
const MANY_FAILED = 0.05

/**
 * A group's scores as a table for the terminal: a row per model, a column per k, cells `0.53 [0.36, 0.70]`, `!`
 * after those of which many trials failed. Where the columns do not fit the width they go on below.
 * @param width of the terminal, in columns
 */
export function terminalTable(group: ChartGroup, width: number): string[] {
  const series = seriesOf(group.points)
  const shots = [...new Set(group.points.map((point) => point.shots))].sort((a, b) => a - b)
  const head = [
    ['model', ...series.map(({ name }) => name)],
    ['size', ...series.map(({ size }) => (size === undefined ? '' : formatParameters(size)))],
  ]
  const columns = shots.map((k) => [`k=${k}`, ...series.map((one) => cellOf(one, k))])
  return fitting(head, columns, width).flatMap((part) => textTable(transposed(part)))
}

/**
 * The scores of several metrics of one task and condition as one table: under each model a row per metric.
 * @param width of the terminal, in columns
 */
export function metricsTable(groups: readonly ChartGroup[], width: number): string[] {
  const all = groups.flatMap(({ points }) => points)
  const shots = [...new Set(all.map((point) => point.shots))].sort((a, b) => a - b)
  const rows = seriesOf(all).flatMap(({ name, points }) =>
    groups.map(({ metric }, index) => ({
      name: index === 0 ? name : '',
      metric: metricName(metric),
      points: points.filter((point) => point.metric === metric),
    })),
  )
  const head = [
    ['model', ...rows.map(({ name }) => name)],
    ['metric', ...rows.map(({ metric }) => metric)],
  ]
  const columns = shots.map((k) => [`k=${k}`, ...rows.map((row) => cellOf(row, k))])
  return fitting(head, columns, width).flatMap((part) => textTable(transposed(part)))
}

/** Whether more than 5 % of a point's trials failed: its score may be of the easy ones. */
export function hasManyFailed(point: Point): boolean {
  return point.failed > MANY_FAILED * point.trials
}

/** The columns in parts that fit the width, each with the head before it; at least one column a part. */
function fitting(head: readonly string[][], columns: readonly string[][], width: number): string[][][] {
  const parts: string[][][] = []
  let used = Infinity
  for (const column of columns) {
    const needed = 2 + columnWidth(column)
    if (used + needed > width) {
      parts.push([...head])
      used = head.reduce((sum, one) => sum + 2 + columnWidth(one), -2)
    }
    parts.at(-1)?.push(column)
    used += needed
  }
  return parts
}

function columnWidth(cells: readonly string[]): number {
  return Math.max(...cells.map((cell) => stringWidth(cell)))
}

function transposed(columns: readonly (readonly string[])[]): string[][] {
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? ''))
}

function cellOf(series: Pick<Series, 'points'>, shots: number): string {
  const point = series.points.find((one) => one.shots === shots)
  if (point?.score === undefined) return '–'
  const interval =
    point.ciLow === undefined || point.ciHigh === undefined
      ? ''
      : ` [${point.ciLow.toFixed(2)}, ${point.ciHigh.toFixed(2)}]`
  return `${point.score.toFixed(2)}${interval}${hasManyFailed(point) ? '!' : ''}`
}
