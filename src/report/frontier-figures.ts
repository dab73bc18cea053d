import { metricName } from '../charts/chart-frame.ts'
import { formatParameters } from '../charts/format-parameters.ts'
import type { Point } from '../domain/point.ts'
import { cellKey, hasTrials } from './cell-key.ts'
import type { FrontierFigure } from './figure.ts'
import { frontier } from './frontier.ts'
import { frame, markOf } from './make-figures.ts'
import type { StandingMember, TaskStandings } from './report-input.ts'
import type { MetricView, ReportView } from './view.ts'

const AXES = {
  size: {
    xTitle: 'parameters',
    factor: 1,
    amountOf: (point: Point) => point.activeParameters ?? point.parameters,
  },
  cost: {
    xTitle: 'US dollars per 1,000 answers',
    factor: 1000,
    amountOf: ({ costUsd, trials }: Point) =>
      costUsd === undefined || costUsd <= 0 || trials === 0 ? undefined : (1000 * costUsd) / trials,
  },
  latency: {
    xTitle: 'mean milliseconds per answer',
    factor: 1000,
    amountOf: ({ latencyMs }: Point) => latencyMs || undefined,
  },
} as const

type Axis = keyof typeof AXES

/**
 * Score against size, cost and latency at the most shots, each where two different values are known. Where item scores
 * were resampled a model's place on the frontier says how sure it is; a score of all answers at once has no items.
 */
export function frontierFigures(
  metric: MetricView,
  view: ReportView,
  standings: TaskStandings | undefined,
): FrontierFigure[] {
  const shots = Math.max(...metric.points.flatMap(({ score, shots: k }) => (score === undefined ? [] : [k])))
  const members = metric.series.flatMap((one) => {
    const point = one.points.find((candidate) => candidate.shots === shots)
    return point === undefined || !hasTrials(point) ? [] : [{ one, point }]
  })
  return (Object.keys(AXES) as Axis[]).flatMap((axis) => {
    const resampled = standings?.frontiers.find((found) => found.axis === axis)
    if (standings !== undefined && resampled === undefined) return []
    const placed = members.flatMap((member) => placedOn(axis, member, resampled?.members))
    if (new Set(placed.map(({ x }) => x)).size < 2) return []
    const best = new Set(
      frontier(placed.map(({ x, point }) => ({ x, score: point.score ?? 0, point }))).map(
        ({ point }) => point,
      ),
    )
    const marks = placed.flatMap(({ point, x, size, standing }, index) => {
      const onFrontier = standing?.onFrontier ?? best.has(point)
      return markOf(metric, view, point, index, x).map((mark) => ({
        ...mark,
        label: size === undefined ? point.model : formatParameters(size),
        onFrontier,
        share: standing?.share,
        standing: standing?.standing ?? (onFrontier ? ('solid' as const) : ('off' as const)),
      }))
    })
    return {
      type: 'frontier' as const,
      axis,
      xTitle: AXES[axis].xTitle,
      ...frame(metric, ''),
      title: `Frontier: ${metricName(metric.metric)} by ${axis}, k = ${shots}`,
      series: placed.map(({ label, kind }) => ({ label, kind: view.kinds.indexOf(kind), tone: 1 })),
      marks,
    }
  })
}

function placedOn(
  axis: Axis,
  { one, point }: { readonly one: MetricView['series'][0]; readonly point: Point },
  resampled: readonly StandingMember[] | undefined,
) {
  const key = cellKey(point)
  const standing = resampled?.find(({ cell }) => cellKey(cell) === key)
  if (resampled !== undefined && standing === undefined) return []
  const { factor, amountOf } = AXES[axis]
  const x = standing === undefined ? amountOf(point) : factor * standing.amount
  // A log axis has no place for what is free.
  if (x === undefined || !(x > 0) || point.score === undefined) return []
  const { label, kind, size } = one
  return [{ label, kind, size, point, x, standing }]
}
