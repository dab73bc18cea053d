import { describe, expect, test } from 'vitest'
import { adjacentComparisons } from '../../../src/curves/paired/adjacent-comparisons.ts'
import { marginalCosts } from '../../../src/curves/returns/marginal-cost.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { answers } from '../item-scores.ts'

function marginalOf(p: readonly number[], costs: readonly (number | undefined)[]) {
  const values = answers(`marginal ${p}`, 300, p)
  const matrix = { x: p.map((_, column) => column), values, binary: true, dropped: 0 }
  const comparisons = adjacentComparisons(matrix, { random: randomStream('marginal') })
  return { marginal: marginalCosts(comparisons, costs), comparisons }
}

describe('marginal cost', () => {
  test('of a gain: cost difference by score difference, and its interval from the gain’s', () => {
    const { marginal, comparisons } = marginalOf([0.3, 0.8], [0.002, 0.01])
    const [found] = marginal
    const [gain] = comparisons
    if (gain?.state !== 'estimated') throw new Error('not estimated')
    expect(found).toMatchObject({ state: 'gain', left: 0, factor: 5 })
    expect(found?.state === 'gain' && found.costPerScore * gain.difference).toBeCloseTo(0.008, 12)
    expect(found?.state === 'gain' && found.low * gain.high).toBeCloseTo(0.008, 12)
    expect(found?.state === 'gain' && (found.high ?? 0) * gain.low).toBeCloseTo(0.008, 12)
  })

  test.each<[string, readonly number[], readonly (number | undefined)[], object]>([
    ['no gain', [0.5, 0.5], [1, 4], { state: 'no_detectable_gain', factor: 4 }],
    ['a loss', [0.8, 0.3], [1, 4], { state: 'no_detectable_gain', factor: 4 }],
    ['better and cheaper', [0.3, 0.8], [4, 1], { state: 'better_and_no_dearer', factor: 0.25 }],
    ['better for the same', [0.3, 0.8], [4, 4], { state: 'better_and_no_dearer', factor: 1 }],
    ['a dearer model after a free one', [0.3, 0.8], [0, 1], { state: 'gain', factor: undefined }],
    ['an unknown cost', [0.3, 0.8], [1, undefined], { state: 'not_identifiable', reason: 'unknown_cost' }],
    ['a cost that is no number', [0.3, 0.8], [Number.NaN, 1], { state: 'not_identifiable' }],
  ])('%s', (_name, p, costs, expected) => {
    expect(marginalOf(p, costs).marginal[0]).toMatchObject(expected)
  })

  test('a gain that is lost in the adjustment has no price', () => {
    const values = answers('adjusted', 40, [0.5, 0.5])
    const matrix = { x: [0, 1], values, binary: true, dropped: 0 }
    const [only] = adjacentComparisons(matrix, { random: randomStream('adjusted') })
    if (only?.state !== 'estimated') throw new Error('not estimated')
    const gain = { ...only, difference: 0.1, p: 0.02 }
    expect(marginalCosts([{ ...gain, pAdjusted: 0.02 }], [1, 2])[0]?.state).toBe('gain')
    expect(marginalCosts([{ ...gain, pAdjusted: 0.06 }], [1, 2])[0]?.state).toBe('no_detectable_gain')
  })

  test('one item: not comparable', () => {
    const comparisons = adjacentComparisons(
      { x: [0, 1], values: [[0, 1]], binary: true, dropped: 0 },
      { random: randomStream('one') },
    )
    expect(marginalCosts(comparisons, [1, 2])).toMatchObject([
      { state: 'not_identifiable', reason: 'too_few_items', factor: 2 },
    ])
  })
})
