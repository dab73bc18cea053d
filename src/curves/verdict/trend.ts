import { CONFIDENCE, type Interval } from '../interval.ts'
import { columnOf, type ItemMatrix } from '../item-matrix.ts'
import { tUpperTail } from '../student-t.ts'
import { type ContrastTest, contrastInterval, slope, testContrast } from './contrast.ts'
import { type Line, lineThrough } from './line-through.ts'

/** Whether a score grows with size at all. */
export interface Trend {
  /** Slope of the least-squares line over all sizes, score units per decade: tested over items. */
  readonly overItems: ContrastTest
  readonly interval: Interval
  /** The same line through the size means, tested with the sizes as the sample: M − 2 degrees of freedom. */
  readonly overSizes: {
    readonly estimate: number
    readonly se: number
    readonly df: number
    /** Standard deviation of size means about the line. */
    readonly residualSd: number
    readonly p: number
  }
  /** The larger of both one-sided p: it must hold for other items and for other models. */
  readonly p: number
}

/** Three sizes or more. */
export function testTrend({ x, values }: ItemMatrix): Trend {
  const overItems = testContrast(values, slope(x))
  const means = x.map((_, column) => {
    const scores = columnOf({ values }, column)
    return scores.reduce((sum, score) => sum + score, 0) / scores.length
  })
  // The items' slope is this line's, with its rounding errors taken for 0.
  return trendOf(overItems, lineThrough(x, means), overItems.estimate)
}

/**
 * Puts the slope of a line through size means to both tests.
 * @param estimate the slope, as it is tested over sizes
 */
export function trendOf(overItems: ContrastTest, line: Line, estimate: number): Trend {
  const { df } = line
  const residualSd = Math.sqrt(line.squares / df)
  const se = residualSd / Math.sqrt(line.spread)
  const p = se === 0 ? (estimate > 0 ? 0 : 1) : tUpperTail(estimate / se, df)
  return {
    overItems,
    interval: contrastInterval(overItems, CONFIDENCE),
    overSizes: { estimate, se, df, residualSd, p },
    p: Math.max(overItems.p, p),
  }
}
