import { describe, expect, test } from 'vitest'
import type { ItemMatrix } from '../../../src/curves/item-matrix.ts'
import { emergenceVerdict } from '../../../src/curves/verdict/emergence-verdict.ts'
import { levelScatter } from '../../../src/curves/verdict/level-scatter.ts'
import { judgedScale, testLevelSharpness } from '../../../src/curves/verdict/level-sharpness.ts'
import { RULE_1, RULE_2 } from '../../../src/curves/verdict/rule.ts'
import { testSharpness } from '../../../src/curves/verdict/sharpness.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { EIGHT_SIZES, FIVE_SIZES, makeMatrix, normal, simulateSkill } from '../../fixtures/curves.ts'

const { jump } = RULE_2
if (jump === undefined) throw new Error('rule 2 has constants of its own')
const RULE = { ...RULE_2, jump }

/** Items scattered about these size means. */
function aboutMeans(means: readonly number[], x: readonly number[], sd: number, items = 200): ItemMatrix {
  const random = randomStream('level', means.length, sd)
  return makeMatrix(
    Array.from({ length: items }, () => means.map((mean) => mean + sd * normal(random))),
    x,
  )
}

/** ln p of a token, straight in log size: steady growth that probabilities hide at first. */
function logLinear(x: readonly number[]): readonly number[] {
  const [from = 0, to = 0] = [x[0], x.at(-1)]
  return x.map((one) => -9 + (8.8 * (one - from)) / (to - from))
}

describe('the scatter about two levels', () => {
  test('is the variance about the means of both sides, less what items explain', () => {
    // Means 0, 0.2 | 0.8, 1, 1.2: squares 0.02 + 0.08 over 3.
    const means = [0, 0.2, 0.8, 1, 1.2]
    const values = [1, -1].flatMap((sign) => [means.map((mean) => mean + sign * 0.05)])
    const sampling = (2 * 0.05 ** 2) / 2
    expect(levelScatter(makeMatrix(values, FIVE_SIZES), 1)).toEqual({
      variance: expect.closeTo(0.1 / 3 - sampling, 12),
      df: 3,
    })
  })

  test.each([0, 3])('a side of one size has no scatter of its own (last column %d)', (last) => {
    const means = last === 0 ? [0.1, 0.5, 0.5, 0.5, 0.5] : [0.5, 0.5, 0.5, 0.5, 0.9]
    expect(levelScatter(makeMatrix([means, means], FIVE_SIZES), last)).toEqual({ variance: 0, df: 3 })
  })
})

describe('sharpness by the second rule', () => {
  test('a step is sharp in nats and as a fraction', () => {
    const nats = aboutMeans([-2, -2, -2, -0.2, -0.2], FIVE_SIZES, 0.1)
    const sharp = testLevelSharpness(nats, 'nats_per_byte', 3, RULE)
    expect(sharp.p).toBeLessThan(0.001)
    expect(sharp).toMatchObject({ best: { left: 2 }, factor: 2, pointSharp: true, mayJump: true })
    expect(testLevelSharpness(judgedScale(nats, 'nats_per_byte'), 'fraction', 3, RULE).p).toBe(sharp.p)
  })

  test('steady growth in nats is no jump, though its probability jumps', () => {
    const nats = aboutMeans(logLinear(FIVE_SIZES), FIVE_SIZES, 0.1)
    const asProbability = testLevelSharpness(judgedScale(nats, 'nats_per_byte'), 'fraction', 4, RULE)
    expect(asProbability.p).toBeLessThan(0.05)
    const sharp = testLevelSharpness(nats, 'nats_per_byte', 4, RULE)
    expect(sharp).toMatchObject({ p: 1, pointSharp: false })
  })

  test('models off the curve take certainty away: five sizes, where the first rule does not look', () => {
    const means = [0.1, 0.35, 0.05, 0.9, 0.65]
    const scattered = aboutMeans(means, FIVE_SIZES, 0.1)
    expect(testSharpness(scattered, 3, RULE_1).p).toBeLessThan(0.001)
    expect(testLevelSharpness(scattered, 'fraction', 3, RULE).p).toBeGreaterThan(0.05)
  })

  test('a gap wider than the others must hold more', () => {
    const sharp = testLevelSharpness(
      aboutMeans(
        EIGHT_SIZES.map((_, at) => at / 7),
        EIGHT_SIZES,
        0.1,
      ),
      'fraction',
      5,
      RULE,
    )
    // Gaps of 0.146, 0.301 and 0.392 decades, 0.319 in the mean.
    expect(sharp.candidates.map(({ requiredShare }) => requiredShare)).toEqual([
      0.5,
      expect.closeTo(0.5, 2),
      expect.closeTo(Math.tanh(((Math.log10(6.9 / 2.8) / (2.23408 / 7)) * Math.log(9)) / 4), 3),
    ])
  })
})

describe('verdicts by the second rule', () => {
  const nats = (token: readonly number[], x = FIVE_SIZES) =>
    simulateSkill({ x, token, length: 4, items: 200 }, 'second rule', ...token)

  test('a jump is emergent on both scales', () => {
    const curve = nats([0.15, 0.15, 0.15, 0.9, 0.9])
    for (const companionUnit of ['nats_per_byte', undefined] as const)
      expect(emergenceVerdict({ ...curve, companionUnit, chance: 0 })).toMatchObject({
        verdict: 'emergent',
        rule: { name: 'rule-2' },
        gap: { left: 2 },
      })
  })

  test('growth that a skill hides below its floor is an artefact', () => {
    const curve = nats([0.1, 0.38, 0.64, 0.87, 0.95])
    expect(emergenceVerdict({ ...curve, companionUnit: 'nats_per_byte', chance: 0 }).verdict).toBe(
      'metric_artefact',
    )
  })

  test('a rise of less than a point is flat whatever its p, by the second rule only', () => {
    const means = [0.5, 0.5005, 0.501, 0.502, 0.503]
    const primary = aboutMeans(means, FIVE_SIZES, 0.003, 400)
    const flat = emergenceVerdict({ primary, chance: 0 })
    expect(flat).toMatchObject({ verdict: 'flat', flat: { isNegligible: true } })
    if (flat.verdict !== 'flat') throw new Error(flat.verdict)
    expect(flat.pTrend).toBeLessThan(0.05)
    expect(emergenceVerdict({ primary, chance: 0 }, RULE_1)).toMatchObject({
      verdict: 'smooth',
      flat: { isNegligible: false },
    })
  })

  test('a rise of two points is not negligible', () => {
    const primary = aboutMeans([0.5, 0.506, 0.51, 0.515, 0.52], FIVE_SIZES, 0.003, 400)
    expect(emergenceVerdict({ primary, chance: 0 }).verdict).toBe('smooth')
  })
})
