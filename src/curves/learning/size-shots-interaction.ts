import type { Interval } from '../interval.ts'
import { type PairedDifference, pairedDifference } from '../paired/paired-difference.ts'
import { type NotEstimable, obstacleOf } from '../returns/doubling-curve.ts'
import { twoSidedP } from '../returns/estimated-contrast.ts'
import { doublingsOfShots } from '../shots-matrix.ts'
import { slope } from '../verdict/contrast.ts'
import { testTrend } from '../verdict/trend.ts'
import type { SizeShotsTable } from './size-shots-table.ts'

/** How learning from demonstrations changes with size along the whole ladder. */
interface InteractionTrend extends Interval {
  readonly state: 'estimated'
  /** Score units per doubling of k + 1, per decade of parameters; the interval is over items. */
  readonly estimate: number
  readonly se: number
  /** Two-sided: with items as the sample (n − 1), and with sizes (M − 2 degrees of freedom). */
  readonly pOverItems: number
  readonly pOverSizes: number
  /** The larger of both: it must hold for other items and for other models. */
  readonly p: number
}

/** Whether larger models learn more, or less, from demonstrations. */
export interface SizeShotsInteraction {
  /**
   * [z(k max) − z(k min)] of the largest size less that of the smallest, item by item; its p is `pT`, two-sided.
   */
  readonly ends: PairedDifference | NotEstimable
  readonly trend: InteractionTrend | NotEstimable
}

/** A line through two sizes leaves nothing to tell its error by. */
const FEWEST_SIZES = 3

/** The interaction of size and demonstrations. Two sizes or more for the ends, three for the trend. */
export function sizeShotsInteraction(table: SizeShotsTable): SizeShotsInteraction {
  return { ends: endsOf(table), trend: trendOf(table) }
}

function endsOf({ x, shots, values }: SizeShotsTable): SizeShotsInteraction['ends'] {
  const lastShots = shots.length - 1
  if (lastShots < 1) return { state: 'not_identifiable', reason: 'too_few_points' }
  const gains = values.map((sizes) =>
    sizes.map((scores) => (scores[lastShots] ?? Number.NaN) - (scores[0] ?? Number.NaN)),
  )
  const obstacle = obstacleOf({ positions: x, values: gains, binary: false }, 2)
  if (obstacle !== undefined) return obstacle
  if (x[0] === x.at(-1)) return { state: 'not_identifiable', reason: 'repeated_position' }
  return pairedDifference(
    gains.map((row) => row[0] ?? Number.NaN),
    gains.map((row) => row.at(-1) ?? Number.NaN),
  )
}

function trendOf({ x, shots, values }: SizeShotsTable): SizeShotsInteraction['trend'] {
  if (shots.length < 2) return { state: 'not_identifiable', reason: 'too_few_points' }
  const weights = slope(shots.map(doublingsOfShots))
  const slopes = values.map((sizes) =>
    sizes.map((scores) =>
      weights.reduce((sum, weight, column) => sum + weight * (scores[column] ?? Number.NaN), 0),
    ),
  )
  const obstacle = obstacleOf({ positions: x, values: slopes, binary: false }, FEWEST_SIZES)
  if (obstacle !== undefined) return obstacle
  if (new Set(x).size < FEWEST_SIZES) return { state: 'not_identifiable', reason: 'repeated_position' }
  const { overItems, overSizes, interval } = testTrend({ x, values: slopes, binary: false, dropped: 0 })
  const [pOverItems, pOverSizes] = [twoSidedP(overItems), twoSidedP(overSizes)]
  return {
    state: 'estimated',
    estimate: overItems.estimate,
    se: overItems.se,
    ...interval,
    pOverItems,
    pOverSizes,
    p: Math.max(pOverItems, pOverSizes),
  }
}
