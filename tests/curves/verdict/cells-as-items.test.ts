import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnOf } from '../../../src/curves/item-matrix.ts'
import { sampleMoments } from '../../../src/curves/sample-moments.ts'
import { type AggregateInput, aggregateVerdict } from '../../../src/curves/verdict/aggregate-verdict.ts'
import { type ScoreCell, testCellContrast } from '../../../src/curves/verdict/cell-contrast.ts'
import { asProbability, cellsAsItems } from '../../../src/curves/verdict/cells-as-items.ts'
import { testContrast } from '../../../src/curves/verdict/contrast.ts'
import { emergenceVerdict } from '../../../src/curves/verdict/emergence-verdict.ts'
import { EIGHT_SIZES, simulateSkill } from '../../fixtures/curves.ts'

const cell = fc.record({
  score: fc.double({ min: -5, max: 5, noNaN: true }),
  se: fc.double({ min: 1e-3, max: 1, noNaN: true }),
  items: fc.option(fc.integer({ min: 30, max: 400 }), { nil: undefined }),
})

test('a contrast of made-up items is that of the scores, taken as independent', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, fc.double({ min: -3, max: 3, noNaN: true })), { minLength: 2, maxLength: 9 }),
      (columns) => {
        const cells: ScoreCell[] = columns.map(([one]) => one)
        const weights = columns.map(([, weight]) => weight)
        const x = cells.map((_, at) => at)
        const of = testContrast(cellsAsItems(x, cells).values, weights)
        const direct = testCellContrast(cells, weights)
        expect(of.estimate).toBeCloseTo(direct.estimate, 8)
        expect(of.se).toBeCloseTo(direct.se, 8)
      },
    ),
    { numRuns: 50 },
  )
})

test('a log-likelihood as a probability has the error of the derivative', () => {
  const { score, se, items } = asProbability({ score: -0.5, se: 0.01, items: 90 })
  expect([score, se, items]).toEqual([Math.exp(-0.5), Math.exp(-0.5) * 0.01, 90])
})

describe('a verdict with a companion', () => {
  const right = (scores: readonly number[]): ScoreCell[] =>
    scores.map((score) => ({
      score,
      se: Math.max(0.002, Math.sqrt((score * (1 - score)) / 499)),
      items: 500,
    }))
  const sure = (scores: readonly number[], se = 0.01): ScoreCell[] =>
    scores.map((score) => ({ score, se, items: 500 }))
  const JUMP = [0, 0.01, 0.01, 0.02, 0.02, 0.6, 0.65, 0.7]
  const verdictOf = (primary: readonly number[], companion: AggregateInput['companion']) =>
    aggregateVerdict({ x: EIGHT_SIZES, cells: right(primary), chance: 0, companion })

  test.each<[name: string, companion: AggregateInput['companion'], verdict: string, cause?: string]>([
    ['none', undefined, 'undetermined', 'no_companion'],
    [
      'that jumps in the same gap',
      { cells: sure([0.2, 0.2, 0.21, 0.21, 0.22, 0.85, 0.86, 0.87]), unit: undefined },
      'emergent',
    ],
    [
      'that jumps in the same gap, in nats per byte',
      { cells: sure([-2, -1.98, -1.97, -1.96, -1.95, -0.1, -0.09, -0.08]), unit: 'nats_per_byte' },
      'emergent',
    ],
    [
      'that rises all along',
      { cells: sure([0.1, 0.2, 0.3, 0.4, 0.5, 0.62, 0.75, 0.85]), unit: undefined },
      'metric_artefact',
    ],
    [
      'of which one error is not known',
      { cells: [undefined, ...sure([0.2, 0.21, 0.21, 0.22, 0.85, 0.86, 0.87])], unit: undefined },
      'undetermined',
      'no_companion',
    ],
  ])('%s', (_, companion, verdict, cause) => {
    const report = verdictOf(JUMP, companion)
    expect([report.verdict, 'cause' in report ? report.cause : undefined]).toEqual([verdict, cause])
  })

  test('an emergence is located, and its share of the rise told', () => {
    const report = verdictOf(JUMP, {
      cells: sure([0.2, 0.2, 0.21, 0.21, 0.22, 0.85, 0.86, 0.87]),
      unit: undefined,
    })
    if (report.verdict === 'not_identifiable') throw new Error('decided')
    expect(report.gap).toMatchObject({ left: 4, low: EIGHT_SIZES[4], high: EIGHT_SIZES[5] })
    expect(report.share?.share).toBeCloseTo(0.63 / 0.67, 10)
    expect(report.pEmergent).toBeLessThan(0.05)
  })

  test('errors that are large leave the cause open', () => {
    const report = verdictOf(JUMP, {
      cells: sure([0.2, 0.2, 0.21, 0.21, 0.22, 0.85, 0.86, 0.87], 0.4),
      unit: undefined,
    })
    expect(report).toMatchObject({ verdict: 'undetermined', cause: 'not_resolved' })
  })
})

test.each([
  ['emergent', EIGHT_SIZES.map((_, at) => (at > 4 ? 0.9 : 0.15))],
  ['metric_artefact', EIGHT_SIZES.map((size) => 0.05 + 0.9 / (1 + Math.exp(-3 * (size - 9))))],
])('scores alone come to the verdict of their items: %s', (verdict, token) => {
  for (const repetition of [1, 2, 3]) {
    const { primary, companion } = simulateSkill(
      { x: EIGHT_SIZES, token, length: 4, items: 200 },
      verdict,
      repetition,
    )
    const scoresOf = (matrix: typeof primary): ScoreCell[] =>
      matrix.x.map((_, column) => {
        const { n, mean, sd } = sampleMoments(columnOf(matrix, column), 0)
        return { score: mean, se: Math.max(matrix.binary ? 0.003 : 0, sd / Math.sqrt(n)), items: n }
      })
    const byItems = emergenceVerdict({
      ...{ primary, companion, companionUnit: 'nats_per_byte', chance: 0, families: ['F'] },
    })
    const byScores = aggregateVerdict({
      ...{ x: EIGHT_SIZES, cells: scoresOf(primary), chance: 0 },
      companion: { cells: scoresOf(companion), unit: 'nats_per_byte' },
    })
    expect([byItems.verdict, byScores.verdict]).toEqual([verdict, verdict])
  }
})
