import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { learningCurve } from '../../../src/curves/learning/learning-curve.ts'
import { comparePaired } from '../../../src/curves/paired/compare-paired.ts'
import type { ShotsMatrix } from '../../../src/curves/shots-matrix.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { answers, noisyScores, scoreRows } from '../item-scores.ts'

function matrixOf(shots: readonly number[], values: readonly (readonly number[])[]): ShotsMatrix {
  const binary = values.flat().every((value) => value === 0 || value === 1)
  return { shots, values, binary, dropped: 0 }
}

const curveOf = (shots: readonly number[], values: readonly (readonly number[])[]) =>
  learningCurve(matrixOf(shots, values), { random: randomStream('learning'), flips: 500 })

describe('gains', () => {
  test('are paired with no demonstrations and adjusted over the numbers of them', () => {
    const values = answers('gains', 100, [0.2, 0.4, 0.7])
    const { gains } = curveOf([0, 2, 8], values)
    expect(gains.map(({ shots }) => shots)).toEqual([2, 8])
    const column = (at: number) => values.map((row) => row[at] ?? 0)
    const raw = [1, 2].map((at) =>
      comparePaired(column(0), column(at), { binary: true, random: randomStream('') }),
    )
    const [few, many] = gains
    if (few?.state !== 'estimated' || many?.state !== 'estimated') throw new Error('not estimated')
    expect(raw[0]).toMatchObject({ p: few.p, difference: few.difference })
    // 8 shots have the smaller p and are adjusted by 2, then 2 shots by 1.
    expect(many.p).toBeLessThan(few.p)
    expect(many.pAdjusted).toBeCloseTo(2 * many.p, 15)
    expect(few.pAdjusted).toBeCloseTo(Math.max(few.p, 2 * many.p), 15)
  })

  test('without a score at no demonstrations there is no gain, but a slope', () => {
    const { gains, slope } = curveOf([1, 3, 7], noisyScores('no zero', 20, [0.1, 0.2, 0.3], 0.1))
    expect(gains).toEqual([])
    expect(slope.state).toBe('estimated')
  })
})

describe('slope', () => {
  test('of an exact line in log2(k + 1)', () => {
    const shots = [0, 1, 3, 7]
    const values = [0.1, 0.2, 0.3].map((level) => shots.map((_, doublings) => level + 0.05 * doublings))
    const { slope } = curveOf(shots, values)
    if (slope.state !== 'estimated') throw new Error('not estimated')
    expect(slope.estimate).toBeCloseTo(0.05, 12)
    expect(slope.intercept).toBeCloseTo(0.2, 12)
    expect(slope.se).toBeCloseTo(0, 12)
  })

  test('known truth: the interval covers it in about 95 % of 300 samples', () => {
    const shots = [0, 1, 2, 4, 8]
    const means = shots.map((k) => 0.2 + 0.06 * Math.log2(k + 1))
    let covered = 0
    for (let sample = 0; sample < 300; sample++) {
      const { slope } = curveOf(shots, noisyScores(`icl ${sample}`, 25, means, 0.25))
      if (slope.state === 'estimated' && slope.low <= 0.06 && slope.high >= 0.06) covered++
    }
    // 285 expected, standard deviation 3.8.
    expect(covered).toBeGreaterThan(270)
    expect(covered).toBeLessThan(299)
  })
})

describe('saturation', () => {
  test('a curve that flattens, against one that does not', () => {
    const shots = [0, 1, 3, 7, 15]
    const flattens = curveOf(shots, noisyScores('flattens', 100, [0.1, 0.4, 0.6, 0.61, 0.62], 0.2)).saturation
    const grows = curveOf(shots, noisyScores('grows', 100, [0.1, 0.2, 0.3, 0.4, 0.5], 0.2)).saturation
    expect(flattens).toMatchObject({ state: 'estimated', middle: 2 })
    expect(flattens.state === 'estimated' && flattens.p).toBeLessThan(0.001)
    expect(grows.state === 'estimated' && grows.p).toBeGreaterThan(0.01)
  })

  test('three numbers of demonstrations: only gains and slope', () => {
    const { gains, slope, saturation } = curveOf([0, 1, 3], answers('three', 30, [0.1, 0.6, 0.7]))
    expect(gains).toHaveLength(2)
    expect(slope.state).toBe('estimated')
    expect(saturation).toEqual({ state: 'not_identifiable', reason: 'too_few_points' })
  })
})

describe('degenerate curves', () => {
  test.each<[string, readonly number[], readonly (readonly number[])[], string]>([
    ['one number of demonstrations', [0], [[1], [0]], 'too_few_points'],
    ['one item', [0, 1, 2, 4], [[0, 1, 1, 1]], 'too_few_items'],
    [
      'NaN',
      [0, 1],
      [
        [0, 1],
        [0, Number.NaN],
      ],
      'not_finite',
    ],
  ])('%s', (_name, shots, values, reason) => {
    const { gains, slope } = curveOf(shots, values)
    expect(slope).toEqual({ state: 'not_identifiable', reason })
    expect(gains.every(({ state }) => state === 'not_identifiable')).toBe(true)
  })

  test('all equal: no gain, p = 1', () => {
    const { gains, slope, saturation } = curveOf([0, 1, 2, 4], Array(10).fill([0, 0, 0, 0]))
    expect(gains.map((gain) => gain.state === 'estimated' && gain.pAdjusted)).toEqual([1, 1, 1])
    expect(slope).toMatchObject({ estimate: 0, p: 1, intercept: 0 })
    expect(saturation).toMatchObject({ estimate: 0, p: 1 })
  })
})

test('another level of score changes no slope, and moves the intercept along', () => {
  fc.assert(
    fc.property(scoreRows({ min: 4, max: 4 }), fc.integer({ min: -3, max: 3 }), (values, level) => {
      const shots = [0, 1, 4, 16]
      const [one, other] = [0, level].map(
        (added) =>
          curveOf(
            shots,
            values.map((row) => row.map((value) => value + added)),
          ).slope,
      )
      if (one?.state !== 'estimated' || other?.state !== 'estimated') throw new Error('not estimated')
      expect(other.estimate).toBeCloseTo(one.estimate, 10)
      expect(other.intercept).toBeCloseTo(one.intercept + level, 10)
    }),
    { numRuns: 40 },
  )
})
