import type { RandomStream } from '../../domain/random.ts'
import { type DiminishingTest, diminishingReturns } from '../returns/diminishing.ts'
import { alongShots, type NotEstimable } from '../returns/doubling-curve.ts'
import type { ShotsMatrix } from '../shots-matrix.ts'
import { type IclSlope, iclSlope } from './icl-slope.ts'
import { type ShotGain, shotGains } from './shot-gains.ts'

/** What one model learns from demonstrations. */
export interface LearningCurve {
  readonly gains: readonly ShotGain[]
  readonly slope: IclSlope | NotEstimable
  /** Whether each doubling of k + 1 brings less in the curve's second half. */
  readonly saturation: DiminishingTest | NotEstimable
}

/** With fewer numbers of demonstrations a half has no slope of its own to speak of. */
const FEWEST_FOR_SATURATION = 4

/** Gains, slope and saturation of one model's curve of score against demonstrations. */
export function learningCurve(
  matrix: ShotsMatrix,
  options: { readonly random: RandomStream; readonly flips?: number },
): LearningCurve {
  return {
    gains: shotGains(matrix, options),
    slope: iclSlope(matrix),
    saturation: diminishingReturns(alongShots(matrix), FEWEST_FOR_SATURATION),
  }
}
