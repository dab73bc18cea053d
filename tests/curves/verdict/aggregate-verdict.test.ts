import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AggregateInput, aggregateVerdict } from '../../../src/curves/verdict/aggregate-verdict.ts'
import { type ScoreCell, testCellContrast } from '../../../src/curves/verdict/cell-contrast.ts'
import { emergenceVerdict } from '../../../src/curves/verdict/emergence-verdict.ts'
import { EIGHT_SIZES, FIVE_SIZES, simulateSkill } from '../../fixtures/curves.ts'

/** The cells that counts of right answers make. */
const cells = (scores: readonly number[], n = 500): ScoreCell[] =>
  scores.map((score) => ({
    score,
    se: Math.max(0.001, Math.sqrt((score * (1 - score)) / (n - 1))),
    items: n,
  }))

const verdictOf = (scores: readonly number[], more: Partial<AggregateInput> = {}) =>
  aggregateVerdict({ x: FIVE_SIZES, cells: cells(scores), chance: 0, ...more })

describe('verdicts', () => {
  test.each([
    ['a jump', [0.01, 0.02, 0.02, 0.5, 0.9], 'undetermined', 'no_companion'],
    ['a line', [0.2, 0.3, 0.4, 0.5, 0.6], 'smooth', undefined],
    ['nothing', [0.01, 0.02, 0.01, 0.02, 0.01], 'flat', undefined],
    ['noise', [0.2, 0.6, 0.1, 0.7, 0.5], 'undetermined', 'no_trend'],
  ])('%s', (_, scores, verdict, cause) => {
    expect(verdictOf(scores)).toMatchObject({ verdict, ...(cause === undefined ? {} : { cause }) })
  })

  test('a rise of less than a point is flat, however sure', () => {
    const report = verdictOf([0, 0.001, 0.002, 0.003, 0.005], {
      cells: cells([0, 0.001, 0.002, 0.003, 0.005], 1e6),
    })
    expect(report).toMatchObject({ verdict: 'flat', rule: { name: 'rule-2-aggregate' } })
    if (report.verdict === 'not_identifiable') throw new Error('decided')
    expect(report.pTrend).toBeLessThan(0.05)
  })

  test.each([
    ['errors', { cells: [...cells([0.1, 0.2, 0.3, 0.4]), undefined] }, { condition: 'errors', columns: [4] }],
    ['items', { cells: cells([0.1, 0.2, 0.3, 0.4, 0.5], 20) }, { condition: 'items', found: 20, needed: 30 }],
    ['chance', { chance: undefined }, { condition: 'chance' }],
    ['families', { families: ['a', 'b'] }, { condition: 'one_family', families: ['a', 'b'] }],
    ['sizes', { x: [7, 7, 8, 9, 10] }, { condition: 'sizes', found: 4, needed: 5 }],
    ['one model a size', { x: [7, 7, 8, 9, 10] }, { condition: 'distinct_sizes', repeated: [7] }],
    ['range', { x: [7, 7.1, 7.2, 7.3, 7.4] }, { condition: 'decades', needed: 1 }],
  ])('lacks: %s', (_, more, unmet) => {
    const report = verdictOf([0.1, 0.2, 0.3, 0.4, 0.5], more)
    expect(report.verdict).toBe('not_identifiable')
    if (report.verdict === 'not_identifiable')
      expect(report.unmet).toContainEqual(expect.objectContaining(unmet))
  })

  test('errors alone suffice, and say nothing of how many items', () => {
    const bare = cells([0.2, 0.6, 0.1, 0.7, 0.5]).map(({ score, se }) => ({ score, se }))
    const report = verdictOf([], { cells: bare })
    expect(report).toMatchObject({ verdict: 'undetermined', cause: 'no_trend', items: 0 })
    expect(report.needed.every((one) => !('count' in one) || Number.isFinite(one.count))).toBe(true)
  })
})

test('what the items themselves show, their cells show too, where there is no companion', () => {
  const skills = [
    { x: FIVE_SIZES, token: [0.15, 0.15, 0.15, 0.9, 0.9], length: 4, items: 200 },
    { x: EIGHT_SIZES, token: EIGHT_SIZES.map((size) => 0.3 + (size - 7) / 10), length: 1, items: 300 },
    { x: FIVE_SIZES, token: FIVE_SIZES.map(() => 0.01), length: 1, items: 400 },
  ]
  for (const [index, skill] of skills.entries()) {
    const { primary } = simulateSkill(skill, `cells ${index}`)
    const means = primary.x.map(
      (_, column) => primary.values.reduce((sum, row) => sum + (row[column] ?? 0), 0) / primary.values.length,
    )
    const report = aggregateVerdict({ x: primary.x, cells: cells(means, primary.values.length), chance: 0 })
    expect(report.verdict).toBe(emergenceVerdict({ primary, chance: 0 }).verdict)
  }
})

test('a difference of two independent means has the test of Welch', () => {
  // R: t.test-like from summaries, means 0.5 and 0.6, se 0.03 and 0.04, n 40 and 60: t = 2, df = 0.0025² / (0.0009²/39 + 0.0016²/59)
  const test = testCellContrast(
    [
      { score: 0.5, se: 0.03, items: 40 },
      { score: 0.6, se: 0.04, items: 60 },
    ],
    [-1, 1],
  )
  expect(test.se).toBeCloseTo(0.05, 12)
  expect(test.df).toBeCloseTo(0.0025 ** 2 / (0.0009 ** 2 / 39 + 0.0016 ** 2 / 59), 6)
  expect(test.p).toBeGreaterThan(0.0227)
  expect(test.p).toBeLessThan(0.026)
})

test('larger errors never make apparent emergence surer', () => {
  const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(scores, fc.double({ min: 1, max: 5, noNaN: true }), (given, factor) => {
      const p = (of: number) => {
        const report = aggregateVerdict({
          x: FIVE_SIZES,
          cells: given.map((score) => ({ score, se: 0.01 * of })),
          chance: 0,
        })
        return report.verdict === 'not_identifiable' ? Number.NaN : report.apparent
      }
      const [sure, unsure] = [p(1), p(factor)]
      if (typeof sure === 'number' || typeof unsure === 'number') throw new Error('decided')
      expect(unsure.floorSizes).toBeLessThanOrEqual(sure.floorSizes)
      if (sure.present.estimate > 0) expect(unsure.present.p).toBeGreaterThanOrEqual(sure.present.p - 1e-12)
    }),
    { numRuns: 100 },
  )
})
