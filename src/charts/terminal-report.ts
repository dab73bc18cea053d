import stringWidth from 'string-width'
import type { Point } from '../domain/point.ts'
import { metricName, taskName } from './chart-frame.ts'
import { type ChartGroup, chartGroups } from './condition.ts'
import { terminalCurve } from './terminal-curve.ts'
import { hasManyFailed, metricsTable, terminalTable } from './terminal-table.ts'
import { padded } from './text-table.ts'
import { wrappedText } from './wrapped-text.ts'

const INDENT = 2
const GAP = 4
/** The least width at which two curves stand side by side. */
const TWO_CURVES = 88
const HEIGHT = 6

/**
 * What a run shows at its end: for each task, metric and condition a table of scores with 95 % intervals, and small
 * curves of score against shots and against size, side by side where there is room.
 * @param width of the terminal, in columns
 * @param options.details points of further metrics, shown in one table under their task, without curves
 * @param options.sentencesOf what the curves of a chart show, said below them
 */
export function terminalReport(
  points: readonly Point[],
  width: number,
  options: {
    readonly details?: readonly Point[]
    readonly sentencesOf?: (group: ChartGroup) => readonly string[]
  } = {},
): string[] {
  const { details = [], sentencesOf = () => [] } = options
  const further = Map.groupBy(chartGroups(details), placeOf)
  const lines = chartGroups(points).flatMap((group) => [
    ...section(group, width, further.get(placeOf(group)) ?? []),
    ...sentencesOf(group).flatMap((sentence) => ['', ...wrappedText(sentence, width, INDENT)]),
    '',
  ])
  return points.some(hasManyFailed)
    ? [...lines, '! more than 5 % of these trials failed; failed trials are in no score', '']
    : lines
}

/** Task and condition: all but the metric. */
function placeOf({ source, task, unusual }: ChartGroup): string {
  return [source, task, ...unusual].join('\u0000')
}

function section(group: ChartGroup, width: number, details: readonly ChartGroup[]): string[] {
  const heading = [taskName(group.task), metricName(group.metric), ...group.unusual].join(' · ')
  const inner = width - INDENT
  const body = [
    ...terminalTable(group, inner),
    ...(details.length === 0 ? [] : ['', ...metricsTable(details, inner)]),
    ...curves(group, inner),
  ]
  return [heading, ...body.map((line) => `${padded('', INDENT)}${line}`.trimEnd())]
}

function curves(group: ChartGroup, width: number): string[] {
  const half = Math.floor((width - GAP) / 2)
  const each = width >= TWO_CURVES ? half : width
  const drawn = (['shots', 'parameters'] as const)
    .map((by) => terminalCurve(group, { by, width: each, height: HEIGHT }))
    .filter((lines) => lines.length > 0)
  const [left, right] = drawn
  if (left === undefined) return []
  if (right === undefined) return ['', ...left]
  return width >= TWO_CURVES ? ['', ...sideBySide(left, right)] : ['', ...left, '', ...right]
}

function sideBySide(left: readonly string[], right: readonly string[]): string[] {
  const start = Math.max(...left.map((line) => stringWidth(line))) + GAP
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    `${padded(left[index] ?? '', start)}${right[index] ?? ''}`.trimEnd(),
  )
}
