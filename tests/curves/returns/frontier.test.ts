import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Frontier, frontier } from '../../../src/curves/returns/frontier.ts'
import { type CostScore, paretoFrontier } from '../../../src/curves/returns/pareto.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { answers, noisyScores, scoreRows } from '../item-scores.ts'

const POINTS = fc.array(
  fc.record({ cost: fc.integer({ min: 0, max: 6 }), score: fc.integer({ min: 0, max: 6 }) }),
  { maxLength: 20 },
)

/** The definition, word by word. */
function isBeaten(a: CostScore, points: readonly CostScore[]): boolean {
  return points.some((b) => b.cost <= a.cost && b.score >= a.score && (b.cost < a.cost || b.score > a.score))
}

describe('the frontier of points', () => {
  test('is what nobody beats, by cost and then as given', () => {
    fc.assert(
      fc.property(POINTS, (points) => {
        const expected = points
          .filter((point) => !isBeaten(point, points))
          .toSorted((a, b) => a.cost - b.cost)
        const found = paretoFrontier(points)
        expect(found).toHaveLength(expected.length)
        for (const [at, point] of found.entries()) expect(point).toBe(expected[at])
      }),
      { numRuns: 500 },
    )
  })

  test('any growing change of costs and of scores leaves it', () => {
    fc.assert(
      fc.property(POINTS, (points) => {
        const changed = points.map((point, id) => ({
          id,
          cost: Math.exp(point.cost),
          score: 5 * point.score - 9,
        }))
        const before = paretoFrontier(points.map((point, id) => ({ ...point, id }))).map(({ id }) => id)
        expect(paretoFrontier(changed).map(({ id }) => id)).toEqual(before)
      }),
    )
  })

  test('of nothing is nothing; a number that is none is refused', () => {
    expect(paretoFrontier([])).toEqual([])
    expect(() => paretoFrontier([{ cost: 1, score: Number.NaN }])).toThrow(RangeError)
    expect(() => paretoFrontier([{ cost: Number.POSITIVE_INFINITY, score: 1 }])).toThrow(RangeError)
  })
})

function estimated(values: readonly (readonly number[])[], costs: readonly (number | undefined)[]): Frontier {
  const found = frontier({ values }, costs, { random: randomStream('frontier'), resamples: 400 })
  if (found.state !== 'estimated') throw new Error(found.reason)
  return found
}

describe('membership', () => {
  test('clear, doubtful and beaten', () => {
    // A cheap one; a dearer one that is as good; one far worse and dearer; the best and dearest.
    const { members } = estimated(answers('membership', 200, [0.4, 0.41, 0.1, 0.9]), [1, 2, 3, 9])
    expect(members.map(({ standing }) => standing)).toEqual(['solid', 'candidate', 'off', 'solid'])
    expect(members[0]?.share).toBe(1)
    expect(members[1]?.share).toBeGreaterThan(0.1)
    expect(members[1]?.share).toBeLessThan(0.9)
  })

  test('a model ahead by half a standard error of the difference is on it in about 69 % of resamples', () => {
    // Differences with mean 0.5 ÷ √n of their standard deviation: P(mean* > 0) = Φ(0.5) = 0.691.
    const n = 100
    const base = noisyScores('half', n, [0], 1).map(([value = 0]) => value)
    const mean = base.reduce((sum, value) => sum + value, 0) / n
    const sd = Math.sqrt(base.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n)
    const values = base.map((value) => [0, (value - mean) / sd + 0.5 / Math.sqrt(n)])
    const found = frontier({ values }, [1, 2], { random: randomStream('half'), resamples: 4000 })
    expect(found.state === 'estimated' && found.members[1]?.share).toBeCloseTo(0.691, 1)
  })

  test('ties at one price both stay; ties at a higher price do not', () => {
    const row = (score: number) => [score, score, score]
    const values = [row(0.1), row(0.3), row(0.9), row(0.7)]
    const { members } = estimated(values, [2, 2, 3])
    expect(members.map(({ onFrontier, share }) => [onFrontier, share])).toEqual([
      [true, 1],
      [true, 1],
      [false, 0],
    ])
  })

  test('means that are equal on paper are a tie, whatever the rounding', () => {
    // Sums of 0.1, 0.2 and 0.3 in another order differ in the last bit.
    const [a, b] = [
      [0.3, 0.2, 0.1],
      [0.1, 0.2, 0.3],
    ]
    const values = a.map((score, item) => [score, b[item] ?? 0])
    expect(b.reduce((sum, one) => sum + one)).toBeGreaterThan(a.reduce((sum, one) => sum + one))
    const { members } = estimated(values, [1, 2])
    expect(members.map(({ onFrontier }) => onFrontier)).toEqual([true, false])
    expect(members[0]?.score).toBeCloseTo(0.2, 12)
  })

  test('models of unknown cost are not compared; a cost of 0 is one', () => {
    const { members, unpriced } = estimated(answers('unpriced', 50, [0.5, 0.9, 0.9]), [0, undefined, 4])
    expect(unpriced).toEqual([1])
    expect(members.map(({ column, cost }) => [column, cost])).toEqual([
      [0, 0],
      [2, 4],
    ])
  })

  test.each([
    ['no cost is known', [[0], [1]], [undefined], 'too_few_points'],
    ['one item', [[1, 0]], [1, 2], 'too_few_items'],
    ['NaN', [[1], [Number.NaN]], [1], 'not_finite'],
  ])('%s', (_name, values, costs, reason) => {
    expect(frontier({ values }, costs, { random: randomStream('refused') })).toEqual({
      state: 'not_identifiable',
      reason,
    })
  })

  test('the cheapest of the best is always on it, and shares do not depend on the scale', () => {
    fc.assert(
      fc.property(scoreRows({ min: 1, max: 5 }), (values) => {
        const costs = (values[0] ?? []).map((_, model) => model + 1)
        const options = () => ({ random: randomStream('law'), resamples: 50 })
        const one = frontier({ values }, costs, options())
        const scaled = values.map((row) => row.map((value) => 10 * value - 3))
        const other = frontier({ values: scaled }, costs, options())
        if (one.state !== 'estimated' || other.state !== 'estimated') throw new Error('not estimated')
        expect(one.members[0]?.share).toBe(1)
        expect(other.members.map(({ share }) => share)).toEqual(one.members.map(({ share }) => share))
      }),
    )
  })
})
