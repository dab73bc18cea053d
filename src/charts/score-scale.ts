import type { Point } from '../domain/point.ts'

/** The range that the scores of a chart are drawn in, and where its axis is labelled. */
export interface ScoreScale {
  readonly low: number
  readonly high: number
  /** Ascending, from `low` to `high`. */
  readonly ticks: readonly number[]
  /** Decimals that tell the ticks apart. */
  readonly decimals: number
}

const FRACTIONS: ScoreScale = { low: 0, high: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], decimals: 1 }

/** Most steps on the axis of scores that have no lowest value. */
const MOST_STEPS = 6

/**
 * Fractions are drawn on all of [0, 1], so that charts compare. Nats per byte, whose best is 0, are drawn from the first
 * round number below the lowest interval.
 */
export function scoreScale(points: readonly Pick<Point, 'score' | 'ciLow' | 'maximum'>[]): ScoreScale {
  if (points[0] === undefined || points[0].maximum > 0) return FRACTIONS
  const lowest = Math.min(0, ...points.flatMap(({ score, ciLow }) => ciLow ?? score ?? []))
  const step = roundStep(-lowest / MOST_STEPS)
  const steps = Math.max(1, Math.ceil(-lowest / step))
  const ticks = Array.from({ length: steps + 1 }, (_, index) => (index - steps) * step)
  return { low: -steps * step, high: 0, ticks, decimals: step < 1 ? 1 : 0 }
}

/** The next of 0.1, 0.2, 0.5, 1, 2, 5, … that is not below a step. */
function roundStep(least: number): number {
  for (let unit = 0.1; ; unit *= 10)
    for (const factor of [1, 2, 5]) if (unit * factor >= least) return unit * factor
}
