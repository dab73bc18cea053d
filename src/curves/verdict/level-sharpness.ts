import type { CurveMetric } from '../curve-context.ts'
import type { ItemMatrix } from '../item-matrix.ts'
import { levelScatter } from './level-scatter.ts'
import type { JumpConstants, VerdictRule } from './rule.ts'
import {
  bestOf,
  gapsNearFloor,
  requiredShareOf,
  type Sharpness,
  type TestedCandidate,
  testGap,
} from './sharpness.ts'

/** The unit of a companion's scores. */
export type ScoreUnit = CurveMetric['unit']

/**
 * Sharpness by the second rule. As `testSharpness`, but
 * - a likelihood is judged as a probability per byte (`judgedScale`), on which the width of a curve is defined; the gap
 *   must show all three contrasts in nats as well, lest what was too small to see on one scale looks like a jump;
 * - the scatter of models is what size means scatter about two levels (`levelScatter`), which leaves M − 2 degrees of
 *   freedom where straight lines leave M − 4, and counts a rise outside the gap as error;
 * - a gap wider than the mean one must hold what a logistic of `smoothWidth` mean gaps, centred there, would not;
 * - of shares of half or more, one rise holds two at most: that is the factor of the smallest p.
 *
 * @param floorSizes g, at least 2
 * @param judged the companion on the scale it is judged on, where that does not follow from its items
 */
export function testLevelSharpness(
  companion: ItemMatrix,
  unit: ScoreUnit,
  floorSizes: number,
  rule: VerdictRule & { readonly jump: JumpConstants },
  judged: ItemMatrix = judgedScale(companion, unit),
): Sharpness {
  let [likeliest, isSharpAsMeasured] = [1, false]
  const candidates = gapsNearFloor(judged, floorSizes).map((left) => {
    const requiredShare = Math.max(
      requiredShareOf(judged, left, rule),
      smoothShare(judged, left, rule.jump.smoothWidth),
    )
    if (requiredShare >= rule.highestShare) return { state: 'too_wide', left, requiredShare } as const
    const scatter = judged.x.length >= rule.scatterSizes ? levelScatter(judged, left) : undefined
    const found = testGap(judged, { left, requiredShare, scatter }, rule)
    const asMeasured = judged === companion ? found : pointsOf(companion, left, rule)
    likeliest = Math.min(likeliest, found.p)
    isSharpAsMeasured ||= asMeasured.pointSharp
    return judged === companion || asMeasured.pointSharp ? found : unsharp(found)
  })
  const found = bestOf(candidates, Math.min(rule.jump.gapsAtOnce, candidates.length))
  return { ...found, mayJump: isSharpAsMeasured || likeliest <= rule.jump.doubt }
}

/** What the tests of a jump look at: probabilities per byte where the companion is in nats per byte, else itself. */
export function judgedScale(companion: ItemMatrix, unit: ScoreUnit): ItemMatrix {
  if (unit !== 'nats_per_byte') return companion
  return { ...companion, values: companion.values.map((row) => row.map(Math.exp)) }
}

/**
 * The part of its rise that a logistic makes in a gap it is centred in: tanh(w · ln 9 / (2 · W)) for a gap of width w and
 * a logistic that takes W from 10 % to 90 %. Here W is so many mean gaps.
 */
function smoothShare({ x }: ItemMatrix, left: number, meanGaps: number): number {
  const [from = Number.NaN, to = Number.NaN] = [x[left], x[left + 1]]
  const mean = ((x.at(-1) ?? Number.NaN) - (x[0] ?? Number.NaN)) / (x.length - 1)
  return Math.tanh(((to - from) * Math.log(9)) / (2 * meanGaps * mean))
}

/** The contrasts in the companion's own unit, of which only the estimates count. */
function pointsOf(companion: ItemMatrix, left: number, rule: VerdictRule): TestedCandidate {
  const requiredShare = requiredShareOf(companion, left, rule)
  return testGap(companion, { left, requiredShare, scatter: undefined }, rule)
}

function unsharp(found: TestedCandidate): TestedCandidate {
  return { ...found, p: 1, pointSharp: false }
}
