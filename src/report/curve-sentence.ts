import { metricName } from '../charts/chart-frame.ts'
import { formatParameters } from '../charts/format-parameters.ts'
import type { Point } from '../domain/point.ts'
import { scoreText } from './number-text.ts'
import type { MetricView } from './view.ts'

/**
 * What a curve is without a verdict: its score at the smallest and the largest size, at the largest k. Undefined where
 * nothing was scored.
 */
export function curveSentence({ metric, points, series }: MetricView): string | undefined {
  const scored = points.filter(({ score }) => score !== undefined)
  const k = Math.max(...scored.map(({ shots }) => shots))
  const name = metricName(metric)
  const ends = endsOf({ series, points })
  if (ends === undefined) {
    const best = scored.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))[0]
    return (
      best &&
      `${name} is at most ${scoreText(best.score, best.maximum)} (${best.model}, k = ${best.shots}); no second size is known.`
    )
  }
  const said = ({ size, point }: CurveEnd) =>
    `${scoreText(point.score, point.maximum)} at ${formatParameters(size)}`
  const [small, large] = ends
  return `at k = ${k}, ${name} is ${said(small)} and ${said(large)}${apartText(small.point, large.point)}.`
}

/** A curve at its smallest or its largest size. */
export interface CurveEnd {
  readonly size: number
  /** Family and tuning. */
  readonly kind: string
  readonly point: Point
}

/** The smallest and the largest size of a curve, at its most shots; undefined where no second size is known. */
export function endsOf({
  points,
  series,
}: Pick<MetricView, 'points' | 'series'>): readonly [CurveEnd, CurveEnd] | undefined {
  const k = Math.max(...points.flatMap(({ score, shots }) => (score === undefined ? [] : [shots])))
  const sized = series.flatMap((one) => {
    const point = one.points.find(({ shots, score }) => shots === k && score !== undefined)
    return one.size === undefined || point === undefined ? [] : [{ size: one.size, kind: one.kind, point }]
  })
  const [small, large] = [sized[0], sized.at(-1)]
  return small === undefined || large === undefined || small.size === large.size ? undefined : [small, large]
}

/** Whether the 95 % intervals of two points are apart; undefined where one has none. */
export function areApart(a: Point, b: Point): boolean | undefined {
  if (a.ciLow === undefined || b.ciLow === undefined || a.ciHigh === undefined || b.ciHigh === undefined)
    return undefined
  return a.ciHigh < b.ciLow || b.ciHigh < a.ciLow
}

function apartText(a: Point, b: Point): string {
  const apart = areApart(a, b)
  if (apart === undefined) return ''
  return apart ? '; the 95 % intervals are apart' : '; the 95 % intervals overlap'
}
