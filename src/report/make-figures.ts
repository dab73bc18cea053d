import { drawnScore, metricName } from '../charts/chart-frame.ts'
import { formatParameters } from '../charts/format-parameters.ts'
import { scoreScale } from '../charts/score-scale.ts'
import { OUTCOMES } from '../domain/outcome.ts'
import type { Point } from '../domain/point.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import { chanceOf } from './chance-of.ts'
import type { Figure, FigureMark, OutcomeFigure, ShotsFigure, SizeFigure } from './figure.ts'
import type { ConditionView, MetricView, ReportView } from './view.ts'

/**
 * Score against parameters; undefined where fewer than two sizes are known.
 * @param verdicts at whatever numbers of shots: their gaps are marked
 */
export function sizeFigure(
  metric: MetricView,
  view: ReportView,
  verdicts: readonly VerdictRow[],
): SizeFigure | undefined {
  const sized = metric.series.filter(({ size }) => size !== undefined)
  if (new Set(sized.map(({ size }) => size)).size < 2) return undefined
  const shots = shotsOf(metric.points)
  const pairs = sized.flatMap((one) => one.points.map((point) => ({ one, point })))
  const keys = [...new Set(pairs.map(({ one, point }) => `${point.shots} ${one.kind}`))]
  const series = keys.map((key) => {
    const [k = '', ...kind] = key.split(' ')
    const tone = place(shots.indexOf(Number(k)), shots.length)
    return { label: `k = ${k}`, kind: view.kinds.indexOf(kind.join(' ')), tone }
  })
  const marks = pairs.flatMap(({ one, point }) =>
    markOf(metric, view, point, keys.indexOf(`${point.shots} ${one.kind}`), one.size ?? 0),
  )
  const gaps = verdicts
    .flatMap(({ gapLow: low, gapHigh: high, shots: k }) =>
      low === undefined || high === undefined
        ? []
        : [{ low, high, shots: k, tone: place(shots.indexOf(k), shots.length) }],
    )
    .toSorted((one, other) => one.shots - other.shots)
  return { type: 'size', ...frame(metric, 'model size'), series, marks, gaps: distinct(gaps) }
}

/** Score against shots, a line per model; undefined where there are fewer than two numbers of shots. */
function shotsFigure(metric: MetricView, view: ReportView): ShotsFigure | undefined {
  if (shotsOf(metric.points).length < 2) return undefined
  const series = metric.series.map(({ label, kind, size }, index) => ({
    label,
    short: size === undefined ? undefined : formatParameters(size),
    kind: view.kinds.indexOf(kind),
    tone: place(index, metric.series.length),
  }))
  const marks = metric.series.flatMap((one, index) =>
    one.points.flatMap((point) => markOf(metric, view, point, index, point.shots)),
  )
  return { type: 'shots', ...frame(metric, 'shots'), series, marks }
}

/** For each model its score against shots under every control; none where there is one control. */
export function controlFigures(conditions: readonly ConditionView[], view: ReportView): ShotsFigure[] {
  const settings = [...Map.groupBy(conditions, ({ setting }) => setting)]
  return settings.flatMap(([setting, members]) => {
    const sets = members.flatMap(({ control, metrics }) =>
      metrics[0] === undefined ? [] : [{ control, metric: metrics[0] }],
    )
    if (sets.length < 2) return []
    const labels = new Set(sets.flatMap(({ metric }) => metric.series.map(({ label }) => label)))
    return [...labels].map((label) => controlFigure(label, settings.length > 1 ? setting : '', sets, view))
  })
}

function controlFigure(
  label: string,
  setting: string,
  sets: readonly { readonly control: string; readonly metric: MetricView }[],
  view: ReportView,
): ShotsFigure {
  const lines = sets.flatMap(({ control, metric }, hue) => {
    const series = metric.series.find((one) => one.label === label)
    return series === undefined ? [] : [{ control, metric, hue, series }]
  })
  const points = lines.flatMap(({ series }) => series.points)
  return {
    type: 'shots',
    ...frame({ metric: lines[0]?.metric.metric ?? '', points }, 'shots'),
    title: setting === '' ? label : `${label}, ${setting}`,
    series: lines.map(({ control, hue }) => ({ label: control, kind: hue, hue })),
    marks: lines.flatMap(({ metric, series }, index) =>
      series.points.flatMap((point) => markOf(metric, view, point, index, point.shots)),
    ),
  }
}

/** How the trials of the cells ended where not all ended `ok`, a bar per cell; undefined where there is none. */
export function outcomeFigure({ metrics }: ConditionView, view: ReportView): OutcomeFigure | undefined {
  const rows = (metrics[0]?.series ?? []).flatMap(({ label, size, points }) =>
    points.map((point) => ({
      cell: view.cellOf(point),
      label: `${label}, k = ${point.shots}`,
      short: `${size === undefined ? point.model : formatParameters(size)}, k = ${point.shots}`,
      counts: outcomeCounts(point),
    })),
  )
  const troubled = rows.filter(({ counts }) => counts.slice(0, -1).some((count) => count > 0))
  if (troubled.length === 0) return undefined
  const others = rows.length - troubled.length
  return { type: 'outcomes', title: 'How the trials ended', rows: troubled, others }
}

/** A point's trials by outcome, in the order of OUTCOMES. */
export function outcomeCounts(point: Point): number[] {
  const { failed, skipped, refused, empty, truncated, unparsed, trials } = point
  const ok = trials - failed - skipped - refused - empty - truncated - unparsed
  const counts = { failed, skipped, refused, empty, truncated, unparsed, ok }
  return OUTCOMES.map((outcome) => counts[outcome])
}

/** All figures of a metric that are drawn side by side with those of another. */
export function metricFigures(
  metric: MetricView,
  view: ReportView,
  verdicts: readonly VerdictRow[],
): Figure[] {
  return [sizeFigure(metric, view, verdicts), shotsFigure(metric, view)].filter(
    (figure) => figure !== undefined,
  )
}

/** Title, vertical axis and chance of a figure of a metric. */
export function frame({ metric, points }: Pick<MetricView, 'metric' | 'points'>, by: string) {
  const scale = scoreScale(points)
  const unit = scale.high > 0 ? '' : ', nats per byte'
  return {
    title: `${metricName(metric)} by ${by}`,
    y: { ...scale, title: `${metricName(metric)}${unit}` },
    chance: chanceOf(points),
  }
}

/** A point's mark, as a list; empty where it has no score. */
export function markOf(
  metric: MetricView,
  view: ReportView,
  point: Point,
  series: number,
  x: number,
): FigureMark[] {
  const drawn = drawnScore(point, scoreScale(metric.points))
  if (drawn === undefined) return []
  const [score, low, high] = [drawn.score, drawn.low, drawn.high].map(rounded)
  return [{ cell: view.cellOf(point), series, x, score: score ?? 0, low: low ?? 0, high: high ?? 0 }]
}

function shotsOf(points: readonly Point[]): number[] {
  return [...new Set(points.map(({ shots }) => shots))].sort((a, b) => a - b)
}

function place(index: number, count: number): number {
  return count < 2 ? 1 : index / (count - 1)
}

function rounded(value: number): number {
  return Number(value.toFixed(4))
}

function distinct<T extends object>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
