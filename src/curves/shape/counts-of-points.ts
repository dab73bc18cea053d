import type { Point } from '../../domain/point.ts'
import type { CurveCounts } from './curve-counts.ts'

/** A point's right answers of an effective number of trials. */
export interface PointCounts {
  readonly successes: number
  readonly trials: number
}

/**
 * What an imported score is worth: its number of items where it is a fraction of these, else the number that its
 * standard error tells, p·(1 − p) ÷ se². Undefined where neither is known, or where it is no share.
 */
export function countsOfPoint({
  score,
  nEff,
  se,
  maximum,
}: Pick<Point, 'score' | 'nEff' | 'se' | 'maximum'>): PointCounts | undefined {
  if (score === undefined || maximum !== 1 || !(score >= 0 && score <= 1)) return undefined
  const told = nEff ?? (se === undefined ? undefined : (score * (1 - score)) / se ** 2)
  if (told === undefined || !(told > 0 && Number.isFinite(told))) return undefined
  return { successes: score * told, trials: told }
}

/** The counts of a line of points, ascending by size; undefined where some point has none. */
export function countsOfPoints(
  points: readonly Point[],
  sizeOf: (point: Point) => number | undefined,
): CurveCounts | undefined {
  const counts = points.flatMap((point) => countsOfPoint(point) ?? [])
  if (counts.length === 0 || counts.length < points.length) return undefined
  return {
    x: points.map((point) => Math.log10(sizeOf(point) ?? Number.NaN)),
    successes: counts.map(({ successes }) => successes),
    trials: counts.map(({ trials }) => trials),
  }
}
