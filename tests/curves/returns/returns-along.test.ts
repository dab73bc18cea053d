import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ItemMatrix } from '../../../src/curves/item-matrix.ts'
import { adjacentComparisons } from '../../../src/curves/paired/adjacent-comparisons.ts'
import { pairedDifference } from '../../../src/curves/paired/paired-difference.ts'
import { diminishingReturns } from '../../../src/curves/returns/diminishing.ts'
import { alongCost, alongSize, type DoublingCurve } from '../../../src/curves/returns/doubling-curve.ts'
import { doublingSlope } from '../../../src/curves/returns/doubling-slope.ts'
import { costReturns, sizeReturns } from '../../../src/curves/returns/returns-along.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { answers, noisyScores, scoreRows } from '../item-scores.ts'

const random = () => randomStream('returns')

function matrixOf(parameters: readonly number[], values: readonly (readonly number[])[]): ItemMatrix {
  const binary = values.flat().every((value) => value === 0 || value === 1)
  return { x: parameters.map(Math.log10), values, binary, dropped: 0 }
}

function curveOf(positions: readonly number[], values: readonly (readonly number[])[]): DoublingCurve {
  return { positions, values, binary: false }
}

function returnsOf(matrix: ItemMatrix) {
  return sizeReturns(matrix, adjacentComparisons(matrix, { random: random(), flips: 200 }))
}

describe('gain per doubling', () => {
  test('a worked example', () => {
    // 1e8 to 4e8 is two doublings, 4e8 to 8e8 one. Differences 1, 0, 0, 1 and 0, 1, 0, 0.
    const values = [
      [0, 1, 1],
      [0, 0, 1],
      [1, 1, 1],
      [0, 1, 1],
    ]
    const { gains, overall } = returnsOf(matrixOf([1e8, 4e8, 8e8], values))
    expect(gains).toHaveLength(2)
    const [first, second] = gains
    expect(first).toMatchObject({ left: 0, state: 'estimated' })
    expect(first?.doublings).toBeCloseTo(2, 12)
    expect(first?.state === 'estimated' && first.gain).toBeCloseTo(0.25, 12)
    // sd of 1, 0, 0, 1 is 1/√3, its error 1/√12; t(.975, 3) = 3.182446305284263.
    const half = 3.182446305284263 / Math.sqrt(12) / 2
    expect(first?.state === 'estimated' && first.low).toBeCloseTo(0.25 - half, 9)
    expect(first?.state === 'estimated' && first.high).toBeCloseTo(0.25 + half, 9)
    expect(second?.state === 'estimated' && second.gain).toBeCloseTo(0.25, 12)
    // Means 0.25, 0.75, 1 at 0, 2, 3 doublings: Σ(x − 5/3)(y − 2/3) ÷ Σ(x − 5/3)² = (7/6) ÷ (14/3).
    expect(overall).toMatchObject({ state: 'estimated', n: 4, df: 3 })
    expect(overall.state === 'estimated' && overall.estimate).toBeCloseTo(0.25, 12)
  })

  test('two models of one size have no gain between them, and the others keep theirs', () => {
    const values = answers('one size', 20, [0.2, 0.4, 0.6])
    const { gains } = returnsOf(matrixOf([1e8, 1e8, 2e8], values))
    expect(gains.map(({ state }) => state)).toEqual(['not_identifiable', 'estimated'])
    expect(gains[0]).toMatchObject({ reason: 'repeated_position', doublings: 0 })
  })

  test('known truth: the interval covers 0.04 per doubling in about 95 % of 400 samples', () => {
    const positions = [0, 1, 3, 4, 6]
    const means = positions.map((position) => 0.2 + 0.04 * position)
    let covered = 0
    for (let sample = 0; sample < 400; sample++) {
      const found = doublingSlope(curveOf(positions, noisyScores(`cover ${sample}`, 30, means, 0.3)))
      if (found.state === 'estimated' && found.low <= 0.04 && found.high >= 0.04) covered++
    }
    // 380 expected, standard deviation 4.4.
    expect(covered).toBeGreaterThan(364)
    expect(covered).toBeLessThan(396)
  })
})

test('between two positions a doubling apart, the slope is the paired difference', () => {
  const values = noisyScores('pair', 25, [0.3, 0.36], 0.2)
  const [a, b] = [0, 1].map((at) => values.map((row) => row[at] ?? 0))
  const paired = pairedDifference(a ?? [], b ?? [])
  const slope = doublingSlope(curveOf([7, 8], values))
  if (paired.state !== 'estimated' || slope.state !== 'estimated') throw new Error('not estimated')
  expect(slope.estimate).toBeCloseTo(paired.difference, 12)
  expect(slope.low).toBeCloseTo(paired.low, 12)
  expect(slope.high).toBeCloseTo(paired.high, 12)
  expect(slope.p).toBeCloseTo(paired.pT ?? Number.NaN, 12)
})

describe('diminishing returns', () => {
  test('the middle is the lower of two, and the contrast is slope before less slope after', () => {
    const values = [
      [0, 0.4, 0.5, 0.5],
      [0, 0.6, 0.7, 0.9],
    ]
    const found = diminishingReturns(curveOf([0, 1, 2, 3], values))
    expect(found).toMatchObject({ state: 'estimated', middle: 1 })
    if (found.state !== 'estimated') return
    expect(found.before.estimate).toBeCloseTo(0.5, 12)
    expect(found.after.estimate).toBeCloseTo(0.1, 12)
    expect(found.estimate).toBeCloseTo(0.4, 12)
  })

  test.each([
    ['flattening', [0.1, 0.4, 0.6, 0.65, 0.66], 0, 0.001],
    ['straight', [0.1, 0.2, 0.3, 0.4, 0.5], 0.001, 0.999],
    ['steepening', [0.1, 0.11, 0.13, 0.4, 0.8], 0.999, 1],
  ])('%s: p in [%d, %d]', (name, means, low, high) => {
    const found = diminishingReturns(curveOf([0, 1, 2, 3, 4], noisyScores(name, 200, means, 0.2)))
    const p = found.state === 'estimated' ? found.p : Number.NaN
    expect(p).toBeGreaterThanOrEqual(low)
    expect(p).toBeLessThanOrEqual(high)
  })

  test('a straight line is called diminishing in about 5 % of 400 samples', () => {
    const positions = [0, 0.8, 2, 3, 5]
    const means = positions.map((position) => 0.1 + 0.1 * position)
    let called = 0
    for (let sample = 0; sample < 400; sample++) {
      const found = diminishingReturns(curveOf(positions, noisyScores(`line ${sample}`, 40, means, 0.2)))
      if (found.state === 'estimated' && found.p <= 0.05) called++
    }
    // 20 expected, standard deviation 4.4.
    expect(called).toBeGreaterThan(4)
    expect(called).toBeLessThan(36)
  })
})

describe('what cannot be told', () => {
  const two = [
    [0, 1],
    [1, 1],
  ]
  test.each<[string, DoublingCurve, string, string]>([
    ['two positions', curveOf([0, 1], two), 'estimated', 'too_few_points'],
    ['one position', curveOf([0], [[1], [0]]), 'too_few_points', 'too_few_points'],
    ['one item', curveOf([0, 1, 2], [[0, 1, 1]]), 'too_few_items', 'too_few_items'],
    ['no item', curveOf([0, 1, 2], []), 'too_few_items', 'too_few_items'],
    [
      'NaN',
      curveOf(
        [0, 1, 2],
        [
          [0, 1, 1],
          [0, Number.NaN, 1],
        ],
      ),
      'not_finite',
      'not_finite',
    ],
    ['an unknown position', curveOf([0, Number.NaN, 2], [...two, ...two]), 'not_finite', 'not_finite'],
    [
      'one size three times',
      curveOf(
        [1, 1, 1],
        [
          [0, 1, 1],
          [0, 1, 0],
        ],
      ),
      'repeated_position',
      'repeated_position',
    ],
  ])('%s', (_name, curve, slope, diminishing) => {
    const reasonOf = (found: { state: string; reason?: string }) => found.reason ?? found.state
    expect(reasonOf(doublingSlope(curve))).toBe(slope)
    expect(reasonOf(diminishingReturns(curve))).toBe(diminishing)
  })

  test('all scores equal: a slope of exactly 0, and no finding', () => {
    const curve = curveOf([0, 1, 2], Array(9).fill([0.1, 0.1, 0.1]))
    expect(doublingSlope(curve)).toMatchObject({ estimate: 0, low: 0, high: 0, p: 1 })
    expect(diminishingReturns(curve)).toMatchObject({ estimate: 0, p: 1 })
  })
})

describe('laws', () => {
  const POSITIONS = [0, 0.7, 2, 3.5, 4]
  const rows = scoreRows({ min: 5, max: 5 })

  test('the order of items changes nothing', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const [a, b] = [values, values.toReversed()].map((some) => [
          doublingSlope(curveOf(POSITIONS, some)),
          diminishingReturns(curveOf(POSITIONS, some)),
        ])
        for (const [at, one] of (a ?? []).entries()) {
          const other = b?.[at]
          if (one.state !== 'estimated' || other?.state !== 'estimated') throw new Error('not estimated')
          expect(other.estimate).toBeCloseTo(one.estimate, 10)
          expect(other.p).toBeCloseTo(one.p, 8)
        }
      }),
    )
  })

  test('a scale times 3 plus 2 makes gains three times as large and leaves every p', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const scaled = values.map((row) => row.map((value) => 3 * value + 2))
        for (const estimate of [doublingSlope, diminishingReturns]) {
          const [one, other] = [values, scaled].map((some) => estimate(curveOf(POSITIONS, some)))
          if (one?.state !== 'estimated' || other?.state !== 'estimated') throw new Error('not estimated')
          expect(other.estimate).toBeCloseTo(3 * one.estimate, 9)
          expect(other.p).toBeCloseTo(one.p, 6)
        }
      }),
    )
  })

  test('ten times the parameters everywhere changes no gain', () => {
    fc.assert(
      fc.property(scoreRows({ min: 3, max: 3 }), (values) => {
        const [one, other] = [1, 10].map((factor) =>
          returnsOf(
            matrixOf(
              [1e8, 3e8, 2e9].map((size) => factor * size),
              values,
            ),
          ),
        )
        const gains = (returns: typeof one) =>
          returns?.gains.map((gain) => (gain.state === 'estimated' ? gain.gain : Number.NaN)) ?? []
        for (const [at, gain] of gains(one).entries()) expect(gains(other)[at]).toBeCloseTo(gain, 9)
      }),
      { numRuns: 20 },
    )
  })
})

describe('cost', () => {
  const values = answers('cost', 100, [0.2, 0.9, 0.5, 0.6])

  test('models come by cost; those without one, or with none, are left out by name', () => {
    const curve = alongCost({ values, binary: true }, [4, 1, undefined, 2])
    expect(curve).toMatchObject({ columns: [1, 3, 0], costs: [1, 2, 4], positions: [0, 1, 2], unpriced: [2] })
    expect(curve.values[7]).toEqual([values[7]?.[1], values[7]?.[3], values[7]?.[0]])
    expect(alongCost({ values, binary: true }, [0, -1, Number.NaN, 5])).toMatchObject({
      columns: [3],
      unpriced: [0, 1, 2],
    })
  })

  test('where cost is proportional to size, a doubling of one is a doubling of the other', () => {
    const matrix = matrixOf([1e8, 2e8, 8e8, 3e9], values)
    const bySize = returnsOf(matrix)
    const byCost = costReturns(
      matrix,
      [1e8, 2e8, 8e8, 3e9].map((size) => size * 3e-12),
      { random: random() },
    )
    for (const [at, gain] of bySize.gains.entries()) {
      const other = byCost.gains[at]
      if (gain.state !== 'estimated' || other?.state !== 'estimated') throw new Error('not estimated')
      expect(other.gain).toBeCloseTo(gain.gain, 10)
      expect(other.pAdjusted).toBe(gain.pAdjusted)
    }
    expect(byCost.overall.state === 'estimated' && byCost.overall.estimate).toBeCloseTo(
      bySize.overall.state === 'estimated' ? bySize.overall.estimate : Number.NaN,
      10,
    )
  })

  test('no model of known cost: nothing to tell', () => {
    const found = costReturns({ values, binary: true }, [], { random: random() })
    expect(found).toMatchObject({ gains: [], marginal: [], overall: { reason: 'too_few_points' } })
  })

  test('positions of sizes are log2 of parameters', () => {
    const { positions } = alongSize(matrixOf([2 ** 20, 2 ** 27], [[0, 1]]))
    expect(positions[0]).toBeCloseTo(20, 10)
    expect(positions[1]).toBeCloseTo(27, 10)
  })
})
