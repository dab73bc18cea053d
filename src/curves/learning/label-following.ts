import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import { meanOf } from '../clustered-mean.ts'
import { CONFIDENCE, type Interval } from '../interval.ts'
import { sampleMoments } from '../sample-moments.ts'
import { tUpperTail } from '../student-t.ts'
import { tInterval } from '../t-interval.ts'
import { wilsonInterval } from '../wilson.ts'

/** How often a model that saw flipped labels gives the flipped label, against guessing. */
export interface FlippedAccuracy extends Interval {
  readonly state: 'estimated'
  readonly n: number
  /** Share of answers that are the flipped label, 0 to 1. */
  readonly accuracy: number
  /** One-sided: H0 that it is at most chance, and H0 that it is at least chance. */
  readonly pAbove: number
  readonly pBelow: number
  /** `wilson`: the score test, for one answer an item. `t`: over item means. */
  readonly method: 'wilson' | 't'
}

/** `no_chance`: guessing never or always gives the flipped label, so nothing can be told from it. */
export interface NoFlippedAccuracy {
  readonly state: 'not_identifiable'
  readonly reason: 'too_few_items' | 'not_finite' | 'no_chance'
}

/**
 * Tests accuracy against the flipped label. One right-or-wrong answer an item: the score test, which Wilson's interval
 * inverts (Wilson 1927). Item means: t; where all are equal they have no spread, and count as that many answers.
 * @param scores an item's share of answers that are its flipped label
 * @param chance how often guessing gives it, in (0, 1)
 */
export function flippedAccuracy(
  scores: readonly number[],
  { chance, binary }: { readonly chance: number; readonly binary: boolean },
): FlippedAccuracy | NoFlippedAccuracy {
  const n = scores.length
  if (n < 2) return { state: 'not_identifiable', reason: 'too_few_items' }
  if (!scores.every(Number.isFinite)) return { state: 'not_identifiable', reason: 'not_finite' }
  if (!(chance > 0 && chance < 1)) return { state: 'not_identifiable', reason: 'no_chance' }
  const accuracy = meanOf(scores)
  const { sd } = sampleMoments(scores, 1)
  if (binary || sd === 0) {
    const z = (accuracy - chance) / Math.sqrt((chance * (1 - chance)) / n)
    const tails = { pAbove: normalCdf(-z, 0, 1), pBelow: normalCdf(z, 0, 1) }
    return { state: 'estimated', n, accuracy, ...wilsonInterval(accuracy, n), ...tails, method: 'wilson' }
  }
  const se = sd / Math.sqrt(n)
  const t = (accuracy - chance) / se
  const tails = { pAbove: tUpperTail(t, n - 1), pBelow: tUpperTail(-t, n - 1) }
  return { state: 'estimated', n, accuracy, ...tInterval(accuracy, se, n, CONFIDENCE), ...tails, method: 't' }
}
