import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjacentComparisons } from '../../../src/curves/paired/adjacent-comparisons.ts'
import { benjaminiHochberg, holm } from '../../../src/curves/paired/adjust.ts'
import { adjustCurves } from '../../../src/curves/paired/adjust-curves.ts'
import { bootstrapDifference } from '../../../src/curves/paired/bootstrap-difference.ts'
import { comparePaired } from '../../../src/curves/paired/compare-paired.ts'
import { mcnemarExact } from '../../../src/curves/paired/mcnemar.ts'
import { pairedDifference } from '../../../src/curves/paired/paired-difference.ts'
import { signFlipTest } from '../../../src/curves/paired/sign-flip.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { makeMatrix, normal } from '../../fixtures/curves.ts'

function estimated(a: readonly number[], b: readonly number[]) {
  const found = pairedDifference(a, b)
  if (found.state !== 'estimated') throw new Error(found.reason)
  return found
}

describe('a paired difference', () => {
  test('is b less a, with its interval, correlation and what it could have shown', () => {
    const found = estimated([0, 0, 1, 1], [1, 0, 1, 1])
    expect(found).toMatchObject({ n: 4, difference: 0.25, sd: 0.5, se: 0.25 })
    // The 97.5 % quantile of t with 3 degrees of freedom.
    expect(found.low).toBeCloseTo(0.25 - 3.182446305284263 * 0.25, 12)
    expect(found.correlation).toBeCloseTo(1 / Math.sqrt(3), 12)
    expect(found.minimumDetectable).toBeCloseTo(2.8 * 0.25, 12)
    // Twice the upper tail of t with 3 degrees of freedom at 1: 1 − 2 (π/6 + √3/4) / π.
    expect(found.pT).toBeCloseTo(1 - (2 * (Math.PI / 6 + Math.sqrt(3) / 4)) / Math.PI, 12)
  })

  test.each([
    ['no items', [], [], 'too_few_items'],
    ['one item', [0], [1], 'too_few_items'],
    ['a score that is no number', [0, Number.NaN], [1, 1], 'not_finite'],
  ])('of %s is not identifiable', (_name, a, b, reason) => {
    expect(pairedDifference(a, b)).toEqual({ state: 'not_identifiable', reason })
  })

  test('of sides that differ in length is refused', () => {
    expect(() => pairedDifference([0, 1], [1])).toThrow(RangeError)
  })

  test('that is the same for every item has no t, and a rounding error is no spread', () => {
    const found = estimated([0.1, 0.2, 0.7], [0.4, 0.5, 1])
    expect(found).toMatchObject({ sd: 0, se: 0, t: undefined, pT: undefined })
    expect([found.low, found.high]).toEqual([found.difference, found.difference])
    expect(estimated([0.3, 0.3], [0.1 + 0.2, 0.1 + 0.2])).toMatchObject({ difference: 0, sd: 0 })
  })

  test('has no correlation where one side does not vary', () => {
    expect(estimated([0, 0, 0], [1, 0, 1]).correlation).toBeUndefined()
  })

  const pairs = fc.array(fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.boolean()), {
    minLength: 2,
    maxLength: 30,
  })

  test('turns with its sides, and does not know the order of items', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const [a, b] = [rows.map(([left]) => left), rows.map(([, right]) => Number(right))]
        const [there, back] = [estimated(a, b), estimated(b, a)]
        expect(back.difference).toBeCloseTo(-there.difference, 12)
        expect(back.low).toBeCloseTo(-there.high, 9)
        const reversed = estimated(a.toReversed(), b.toReversed())
        expect(reversed.difference).toBeCloseTo(there.difference, 12)
        expect(reversed.se).toBeCloseTo(there.se, 12)
      }),
    )
  })
})

describe('McNemar', () => {
  // By counting: 9 or more heads of 10 are 11 of 1024, 3 or more of 6 are 42 of 64.
  test.each([
    [9, 1, 0.021484375, 0.0107421875],
    [1, 9, 0.021484375, 0.9990234375],
    [3, 3, 1, 0.65625],
    [0, 0, 1, 1],
  ])('%d against %d', (b, a, twoSided, greater) => {
    expect(mcnemarExact(b, a)).toBeCloseTo(twoSided, 12)
    expect(mcnemarExact(b, a, 'greater')).toBeCloseTo(greater, 12)
  })
})

describe('sign flips', () => {
  /** All sign vectors, instead of some at random. */
  function exactP(differences: readonly number[], oneSided: boolean): number {
    const sum = differences.reduce((total, d) => total + d, 0)
    let reached = 0
    for (let signs = 0; signs < 2 ** differences.length; signs++) {
      const flipped = differences.reduce((total, d, bit) => total + ((signs >> bit) & 1 ? d : -d), 0)
      if (oneSided ? flipped >= sum - 1e-9 : Math.abs(flipped) >= Math.abs(sum) - 1e-9) reached++
    }
    return reached / 2 ** differences.length
  }

  test.each([
    ['a few', [0.5, 0.25, 0.1, -0.2, 0.4, 0.3, 0.6, -0.1]],
    ['more than a table', [0.3, 0.2, -0.1, 0.5, 0.4, -0.3, 0.1, 0.2, 0.6, 0.05, -0.4]],
    ['zeros among them', [0, 0, 1, 1, -1, 1, 0, 1]],
  ])('agree with all sign vectors: %s', (name, differences) => {
    for (const alternative of ['two-sided', 'greater'] as const) {
      const p = signFlipTest(differences, { random: randomStream(name), alternative })
      const exact = exactP(differences, alternative === 'greater')
      // Four standard errors.
      expect(Math.abs(p - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 10_000) + 1e-4)
    }
  })

  test('never give 0, give 1 where nothing differs, and repeat themselves', () => {
    const clear = Array.from({ length: 100 }, (_, at) => 1 + at / 100)
    const p = signFlipTest(clear, { random: randomStream('a') })
    expect(p).toBe(1 / 10_001)
    expect(signFlipTest([0, 0, 0], { random: randomStream('a') })).toBe(1)
    const some = [0.2, -0.1, 0.4, 0.3]
    const run = () => signFlipTest(some, { random: randomStream('b'), flips: 500 })
    expect(run()).toBe(run())
  })

  test('reject a true null hypothesis as often as they should', () => {
    let rejected = 0
    for (let run = 0; run < 400; run++) {
      const random = randomStream('null', run)
      const differences = Array.from({ length: 25 }, () => normal(random))
      if (signFlipTest(differences, { random, flips: 400 }) <= 0.05) rejected++
    }
    // 20 expected of 400; 5 to 39 is ± 4.4 standard deviations.
    expect(rejected).toBeGreaterThan(5)
    expect(rejected).toBeLessThan(39)
  })
})

describe('adjusting', () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })

  test('never lowers a p, keeps their order, and Holm is the stricter', () => {
    fc.assert(
      fc.property(pValues, (raw) => {
        const [byHolm, byBh] = [holm(raw), benjaminiHochberg(raw)]
        for (const [at, p] of raw.entries()) {
          expect(byBh[at]).toBeGreaterThanOrEqual(p - 1e-15)
          expect(byHolm[at]).toBeGreaterThanOrEqual((byBh[at] ?? 0) - 1e-15)
          expect(byHolm[at]).toBeLessThanOrEqual(1)
          for (const [other, q] of raw.entries())
            if (p < q) expect(byHolm[at]).toBeLessThanOrEqual((byHolm[other] ?? 0) + 1e-15)
        }
      }),
    )
  })
})

describe('adjacent sizes', () => {
  test('single right-or-wrong answers are compared by McNemar, Holm over the curve', () => {
    const rows = Array.from({ length: 20 }, (_, item) => [0, item < 8 ? 1 : 0, item < 18 ? 1 : 0])
    const found = adjacentComparisons(makeMatrix(rows, [8, 9, 10], { binary: true }), {
      random: randomStream('a'),
    })
    expect(found.map(({ left }) => left)).toEqual([0, 1])
    expect(found).toMatchObject([
      { method: 'mcnemar', difference: 0.4, p: 2 * 0.5 ** 8, pAdjusted: 2 * 0.5 ** 8, n: 20 },
      { method: 'mcnemar', difference: 0.5, p: 2 * 0.5 ** 10, pAdjusted: 4 * 0.5 ** 10 },
    ])
  })

  test('other scores are compared by sign flips', () => {
    const rows = Array.from({ length: 12 }, (_, item) => [0.1, 0.1 + item / 20])
    const [only] = adjacentComparisons(makeMatrix(rows, [8, 9]), { random: randomStream('a') })
    expect(only).toMatchObject({ method: 'sign-flip' })
  })

  test('one item cannot be compared, one size has nothing to compare', () => {
    expect(adjacentComparisons(makeMatrix([[0, 1]], [8, 9]), { random: randomStream('a') })).toEqual([
      { left: 0, state: 'not_identifiable', reason: 'too_few_items' },
    ])
    expect(adjacentComparisons(makeMatrix([[0], [1]], [8]), { random: randomStream('a') })).toEqual([])
  })
})

test('a one-sided comparison asks whether b is above a', () => {
  const [low, high] = [Array(12).fill(0), Array(12).fill(1)]
  const compare = (a: number[], b: number[], binary: boolean) => {
    const found = comparePaired(a, b, { binary, random: randomStream('a'), alternative: 'greater' })
    return found.state === 'estimated' ? found.p : undefined
  }
  expect(compare(low, high, true)).toBeCloseTo(0.5 ** 12, 12)
  expect(compare(high, low, true)).toBe(1)
  expect(compare(low, high, false)).toBeLessThan(0.002)
  expect(compare(high, low, false)).toBe(1)
})

test('the bootstrap of a difference agrees with its t interval where items are many and alike', () => {
  const random = randomStream('many')
  const a = Array.from({ length: 200 }, () => normal(random))
  const b = a.map((score) => score + 0.2 + 0.5 * normal(random))
  const [t, bootstrap] = [estimated(a, b), bootstrapDifference(a, b, { random })]
  expect(bootstrap?.low).toBeCloseTo(t.low, 1)
  expect(bootstrap?.high).toBeCloseTo(t.high, 1)
  expect(bootstrapDifference([0, 0], [1, 1], { random })).toBeUndefined()
})

describe('adjacent comparisons over tasks', () => {
  const random = randomStream('over tasks')
  const curveOf = (values: readonly (readonly number[])[]) =>
    adjacentComparisons({ x: [8, 9, 10], values, binary: true, dropped: 0 }, { random })
  const rises = curveOf(Array.from({ length: 12 }, (_, item) => [0, item < 10 ? 1 : 0, 1]))
  const stays = curveOf([
    [0, 0, 1],
    [1, 1, 1],
  ])
  const single = curveOf([[0, 1, 1]])

  test('each give their smallest p after Holm, adjusted by Benjamini and Hochberg over those that have one', () => {
    const [rise, none, stay] = adjustCurves([rises, single, stays])
    // Ten disagreements on one side, 2 · 2^−10, of two comparisons; then of two curves.
    expect(rise).toEqual({ p: 2 ** -8, pAdjusted: 2 ** -7, curves: 2 })
    expect(none).toBeUndefined()
    expect(stay).toEqual({ p: 1, pAdjusted: 1, curves: 2 })
  })

  test('of one task stay as they are, and of none there are none', () => {
    expect(adjustCurves([rises])).toEqual([{ p: 2 ** -8, pAdjusted: 2 ** -8, curves: 1 }])
    expect(adjustCurves([])).toEqual([])
  })
})
