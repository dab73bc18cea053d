import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holm } from '../../../src/curves/paired/adjust.ts'
import { comparePaired } from '../../../src/curves/paired/compare-paired.ts'
import { findUpsets, type ModelSize, type Upsets } from '../../../src/curves/returns/upsets.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { answers, noisyScores, scoreRows } from '../item-scores.ts'

const options = () => ({ random: randomStream('upsets'), flips: 500 })
const dense = (...sizes: number[]): ModelSize[] => sizes.map((size) => ({ active: size, total: size }))

function upsetsOf(...given: Parameters<typeof findUpsets>): Upsets {
  const found = findUpsets(...given)
  if (found.state !== 'estimated') throw new Error(found.reason)
  return found
}

describe('upsets', () => {
  test('a ladder in order has none', () => {
    const values = answers('order', 200, [0.1, 0.4, 0.7, 0.9])
    expect(upsetsOf({ values, binary: true }, dense(1, 2, 3, 4), options())).toEqual({
      state: 'estimated',
      upsets: [],
      pairs: { active: 6, total: 6 },
    })
  })

  test('a small model that beats two larger ones, with factors and p over all pairs', () => {
    const values = answers('beats', 200, [0.8, 0.3, 0.3])
    const { upsets, pairs } = upsetsOf({ values, binary: true }, dense(1e9, 3e9, 7e9), options())
    expect(pairs).toEqual({ active: 3, total: 3 })
    const shown = upsets.filter(({ shownOn }) => shownOn.length > 0)
    expect(shown.map(({ winner, loser }) => [winner, loser]).sort()).toEqual([
      [0, 1],
      [0, 2],
    ])
    for (const upset of shown) {
      expect(upset).toMatchObject({ method: 'mcnemar', shownOn: ['active', 'total'], n: 200 })
      expect(upset.axes.active?.factor).toBeCloseTo(upset.loser === 1 ? 3 : 7, 12)
      expect(upset.low).toBeLessThanOrEqual(upset.difference)
    }
  })

  test('adjusted p are those of all pairs tested', () => {
    const values = answers('all pairs', 60, [0.6, 0.5, 0.55, 0.4])
    const sizes = dense(1, 2, 3, 4)
    const { upsets } = upsetsOf({ values, binary: true }, sizes, options())
    const pairs = [0, 1, 2].flatMap((a) => [1, 2, 3].filter((b) => b > a).map((b) => [a, b] as const))
    const p = pairs.map(([a, b]) => {
      const column = (at: number) => values.map((row) => row[at] ?? 0)
      const found = comparePaired(column(b), column(a), {
        binary: true,
        random: randomStream('unused'),
        alternative: 'greater',
      })
      return found.state === 'estimated' ? found.p : Number.NaN
    })
    const adjusted = holm(p)
    expect(upsets.length).toBeGreaterThan(2)
    for (const { winner, loser, p: raw, axes } of upsets) {
      const at = pairs.findIndex(([a, b]) => a === winner && b === loser)
      expect(raw).toBe(p[at])
      expect(axes.active?.pAdjusted).toBeCloseTo(adjusted[at] ?? Number.NaN, 12)
    }
  })

  test('a mixture of experts: an upset on one axis only is told as such', () => {
    // 3 of 30 billion parameters at work: smaller than 7 billion on one axis, larger on the other.
    const sizes = [
      { active: 7e9, total: 7e9 },
      { active: 3e9, total: 30e9 },
    ]
    const better = upsetsOf({ values: answers('experts', 200, [0.3, 0.8]), binary: true }, sizes, options())
    expect(better.upsets).toHaveLength(1)
    expect(better.upsets[0]).toMatchObject({ winner: 1, loser: 0, shownOn: ['active'] })
    expect(Object.keys(better.upsets[0]?.axes ?? {})).toEqual(['active'])
    const worse = upsetsOf({ values: answers('experts', 200, [0.8, 0.3]), binary: true }, sizes, options())
    expect(worse.upsets[0]).toMatchObject({ winner: 0, loser: 1, shownOn: ['total'] })
    expect(worse.upsets[0]?.axes.total?.factor).toBeCloseTo(30 / 7, 12)
  })

  test('equal and unknown sizes make no pair', () => {
    const values = answers('no pair', 100, [0.9, 0.1, 0.1])
    const sizes: ModelSize[] = [
      { active: 1e9, total: 1e9 },
      { active: 1e9, total: 2e9 },
      { active: undefined },
    ]
    const { upsets, pairs } = upsetsOf({ values, binary: true }, sizes, options())
    expect(pairs).toEqual({ active: 0, total: 1 })
    expect(upsets).toMatchObject([{ winner: 0, loser: 1, shownOn: ['total'] }])
  })

  test('scores that are not right or wrong: sign flips', () => {
    const values = noisyScores('flips', 50, [0.8, 0.5], 0.1)
    const { upsets } = upsetsOf({ values, binary: false }, dense(1, 2), options())
    expect(upsets).toMatchObject([{ method: 'sign-flip', p: 1 / 501, shownOn: ['active', 'total'] }])
  })

  test('all scores equal: none', () => {
    const values = Array.from({ length: 20 }, () => [1, 1])
    expect(upsetsOf({ values, binary: false }, dense(1, 2), options()).upsets).toEqual([])
  })

  test.each([
    ['one item', [[1, 0]], 'too_few_items'],
    [
      'a score that is no number',
      [
        [1, 0],
        [Number.NaN, 0],
      ],
      'not_finite',
    ],
  ])('%s: not to be told', (_name, values, reason) => {
    expect(findUpsets({ values, binary: false }, dense(1, 2), options())).toEqual({
      state: 'not_identifiable',
      reason,
    })
  })

  test('three equal models of 60 items: some upset is shown in at most 5 % of 300 samples', () => {
    let shown = 0
    for (let sample = 0; sample < 300; sample++) {
      const values = answers(`null ${sample}`, 60, [0.5, 0.5, 0.5])
      const { upsets } = upsetsOf({ values, binary: true }, dense(1, 2, 3), options())
      if (upsets.some(({ shownOn }) => shownOn.length > 0)) shown++
    }
    // At most 15 expected, standard deviation 3.8.
    expect(shown).toBeLessThan(27)
  })

  test('the order of items changes nothing', () => {
    fc.assert(
      fc.property(scoreRows({ min: 2, max: 4 }), (rows) => {
        const values = rows.map((row) => row.map((value) => (value > 0.5 ? 1 : 0)))
        const sizes = dense(1, 2, 3, 4).slice(0, values[0]?.length)
        const [one, other] = [values, values.toReversed()].map((some) =>
          upsetsOf({ values: some, binary: true }, sizes, options()).upsets.map(
            ({ winner, loser, p }) => `${winner} ${loser} ${p.toFixed(12)}`,
          ),
        )
        expect(other).toEqual(one)
      }),
    )
  })
})
