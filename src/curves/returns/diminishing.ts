import { chord, combined, testContrast } from '../verdict/contrast.ts'
import { type DoublingCurve, type NotEstimable, obstacleOf } from './doubling-curve.ts'
import { type EstimatedContrast, estimatedContrast } from './estimated-contrast.ts'

/** Whether each doubling brings less in the second half of a curve than in the first. */
export interface DiminishingTest extends EstimatedContrast {
  /** `estimate` is the slope up to the middle less the slope after it: score units per doubling. */
  readonly state: 'estimated'
  /** The column that parts the halves. */
  readonly middle: number
  /** Score units per doubling. */
  readonly before: EstimatedContrast
  readonly after: EstimatedContrast
  /** One-sided, H0: the slope does not fall. */
  readonly p: number
}

/** Fewer have no two halves. */
const FEWEST_POINTS = 3

/**
 * Tests chord(1, h) − chord(h, M) > 0 at the middle position h = ⌈M ÷ 2⌉, counted from 1: chosen by its place, never by
 * the scores, for a place where they bend most would always seem to show a bend.
 * @param neededPoints where more than 3 are wanted
 */
export function diminishingReturns(
  curve: DoublingCurve,
  neededPoints: number = FEWEST_POINTS,
): DiminishingTest | NotEstimable {
  const obstacle = obstacleOf(curve, Math.max(neededPoints, FEWEST_POINTS))
  if (obstacle !== undefined) return obstacle
  const { positions, values } = curve
  const last = positions.length - 1
  const middle = Math.floor(last / 2)
  if (positions[middle] === positions[0] || positions[middle] === positions[last])
    return { state: 'not_identifiable', reason: 'repeated_position' }
  const [first, second] = [chord(positions, 0, middle), chord(positions, middle, last)]
  const test = testContrast(values, combined(first, -1, second))
  return {
    state: 'estimated',
    ...estimatedContrast(test),
    middle,
    before: estimatedContrast(testContrast(values, first)),
    after: estimatedContrast(testContrast(values, second)),
    p: test.p,
  }
}
