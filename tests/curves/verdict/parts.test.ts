import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tQuantile, tUpperTail } from '../../../src/curves/student-t.ts'
import {
  chord,
  combined,
  contrastInterval,
  rise,
  slope,
  testContrast,
} from '../../../src/curves/verdict/contrast.ts'
import { floorSizes } from '../../../src/curves/verdict/floor-sizes.ts'
import { shareInterval } from '../../../src/curves/verdict/share-interval.ts'
import { sizeScatter } from '../../../src/curves/verdict/size-scatter.ts'
import { testTrend } from '../../../src/curves/verdict/trend.ts'
import { makeMatrix, simulateSkill } from '../../fixtures/curves.ts'

describe('contrasts', () => {
  test('chords and slopes of a straight line are its slope', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 60, max: 130 }), { minLength: 3, maxLength: 8 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (tenths, steepness) => {
          const x = tenths.toSorted((a, b) => a - b).map((tenth) => tenth / 10)
          const rows = [0.1, 0.4].map((level) => x.map((size) => level + steepness * size))
          for (const weights of [slope(x), chord(x, 0, x.length - 1), chord(x, 1, 2)])
            expect(testContrast(rows, weights).estimate).toBeCloseTo(steepness, 8)
        },
      ),
    )
  })

  test('are tested by t over items', () => {
    const found = testContrast(
      [
        [0, 1],
        [0, 2],
        [1, 1],
      ],
      rise(2, 0, 1),
    )
    expect(found).toMatchObject({ estimate: 1, sd: 1, n: 3, df: 2, scatterVariance: 0 })
    expect(found.p).toBeCloseTo(tUpperTail(Math.sqrt(3), 2), 12)
    const { low, high } = contrastInterval(found, 0.95)
    expect(high - low).toBeCloseTo((2 * tQuantile(0.975, 2)) / Math.sqrt(3), 12)
  })

  test('without spread have p 0 above 0, else 1', () => {
    const rows = [
      [0.3, 0.1 + 0.2],
      [0.3, 0.1 + 0.2],
    ]
    expect(testContrast(rows, rise(2, 0, 1)).p).toBe(1)
    expect(testContrast(rows, [0, 1]).p).toBe(0)
    expect(testContrast(rows, [0, -1]).p).toBe(1)
    expect(testContrast(rows, [1, 0], { offset: 0.3 }).p).toBe(1)
  })

  test('scatter of models widens the error and takes degrees of freedom', () => {
    const rows = [
      [0, 1],
      [0, 2],
      [1, 1],
    ]
    const found = testContrast(rows, rise(2, 0, 1), { scatter: { variance: 0.5, df: 2 } })
    expect(found.se).toBeCloseTo(Math.sqrt(1 / 3 + 2 * 0.5), 12)
    expect(found.df).toBeCloseTo((1 / 3 + 1) ** 2 / ((1 / 3) ** 2 / 2 + 1 / 2), 12)
  })

  test.each([
    ['one item', [[0, 1]]],
    [
      'a score that is no number',
      [
        [0, Number.NaN],
        [0, 1],
      ],
    ],
  ])('of %s are refused', (_name, rows) => {
    expect(() => testContrast(rows, rise(2, 0, 1))).toThrow(RangeError)
  })
})

test('the scatter of models is what size means lie off two lines, less what items explain', () => {
  // Left of the gap residuals 1, −2, 1 times 0.1; right 0: two sizes make a line.
  const x = [7, 8, 9, 10, 11, 12]
  const means = [0.1, -0.2, 0.1, 5, 6, 7]
  const alike = makeMatrix([means, means], x)
  expect(sizeScatter(alike, 2)).toMatchObject({ df: 2 })
  expect(sizeScatter(alike, 2)?.variance).toBeCloseTo((0.01 + 0.04 + 0.01) / 2, 12)
  // Items ± e at each size: the mean's variance is 2e² / 2 = e².
  const spread = makeMatrix(
    [0.1, -0.1].map((e) => means.map((mean) => mean + e)),
    x,
  )
  expect(sizeScatter(spread, 2)?.variance).toBeCloseTo(0.03 - 0.01, 12)
  const wide = makeMatrix(
    [1, -1].map((e) => means.map((mean) => mean + e)),
    x,
  )
  expect(sizeScatter(wide, 2)?.variance).toBe(0)
  expect(sizeScatter(makeMatrix([means.slice(0, 4), means.slice(0, 4)], x.slice(0, 4)), 1)).toBeUndefined()
})

describe('sizes at the floor', () => {
  const band = { low: Number.NEGATIVE_INFINITY, high: 0.15 }
  /** Forty items, so many of which are right at each size. */
  const rows = (right: readonly number[]) =>
    Array.from({ length: 40 }, (_, item) => right.map((count) => (item < count ? 1 : 0)))

  test.each<[string, number[], number]>([
    ['none is above', [0, 0, 0, 0, 0], 4],
    ['all but the last', [0, 1, 0, 1, 30], 4],
    ['the first above ends them, later ones do not count', [0, 0, 20, 0, 0], 2],
    ['the first is above', [20, 0, 0, 0, 0], 0],
    ['a mean at the floor whose bound is not', [5, 30, 30, 30, 30], 0],
    ['a bound that a second size brings down', [5, 0, 30, 30, 30], 2],
  ])('%s', (_name, right, count) => {
    expect(floorSizes(makeMatrix(rows(right)), band, 0.05)).toBe(count)
  })

  test('with a bottom, losses are no floor', () => {
    const losses = makeMatrix(rows([16, 16, 0, 0, 0]).map((row) => row.map((value) => -value)))
    expect(floorSizes(losses, band, 0.05)).toBe(4)
    expect(floorSizes(losses, { low: -0.15, high: 0.15 }, 0.05)).toBe(0)
  })
})

test('the ends of the share’s interval are the shares that the contrast just rejects', () => {
  const { companion } = simulateSkill(
    { x: [8, 8.5, 9, 9.5, 10], token: [0.2, 0.25, 0.3, 0.7, 0.8], length: 3, items: 50 },
    'share',
  )
  const { share = Number.NaN, interval } = shareInterval(companion, 2, undefined)
  expect(share).toBeGreaterThan(0.3)
  for (const [end, sign] of [
    [interval?.low ?? Number.NaN, 1],
    [interval?.high ?? Number.NaN, -1],
  ] as const) {
    const { estimate, se } = testContrast(companion.values, combined(rise(5, 2, 3), -end, rise(5, 0, 4)))
    expect((sign * estimate) / se).toBeCloseTo(tQuantile(0.975, 49), 8)
  }
  const falling = { ...companion, values: companion.values.map((row) => row.toReversed()) }
  expect(shareInterval(falling, 2, undefined)).toEqual({ share: undefined, interval: undefined })
})

test('a trend must hold over items and over sizes', () => {
  const zigzag = makeMatrix(
    Array.from({ length: 50 }, (_, item) => [0, 1, 0.1, 1.1, 0.2].map((mean) => mean + item / 1000)),
    [8, 9, 10, 11, 12],
  )
  const { overItems, overSizes, p } = testTrend(zigzag)
  expect(overItems.estimate).toBeCloseTo(0.05, 12)
  expect(overItems.p).toBeLessThan(1e-10)
  // Σ y² − ȳ Σ y − slope · Σ (x − x̄) y = 2.26 − 0.48 · 2.4 − 0.05 · 0.5.
  expect(overSizes.residualSd ** 2 * 3).toBeCloseTo(1.083, 12)
  expect(p).toBe(overSizes.p)
  expect(p).toBeGreaterThan(0.3)
})
