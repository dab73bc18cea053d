import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CurveColumn, ItemCurve } from '../../../src/curves/item-curve.ts'
import { interactionReport } from '../../../src/curves/learning/interaction-report.ts'
import { sizeShotsInteraction } from '../../../src/curves/learning/size-shots-interaction.ts'
import { type SizeShotsTable, sizeShotsTable } from '../../../src/curves/learning/size-shots-table.ts'
import { noisyScores } from '../item-scores.ts'

/** Means by size and number of demonstrations, with noise. */
function tableOf(
  name: string,
  means: readonly (readonly number[])[],
  { n = 60, sd = 0.15, shots = [0, 1, 3, 7] }: { n?: number; sd?: number; shots?: readonly number[] } = {},
): SizeShotsTable {
  const flat = noisyScores(name, n, means.flat(), sd)
  const values = flat.map((row) =>
    means.map((_, size) => shots.map((_k, at) => row[size * shots.length + at] ?? 0)),
  )
  return { x: means.map((_, size) => 8 + size / 2), shots, values, dropped: 0 }
}

/** Each size gains `slope` a doubling. */
const ladder = (slopes: readonly number[], start = 0.2) =>
  slopes.map((slope) => [0, 1, 2, 3].map((doublings) => start + slope * doublings))

describe('the interaction of size and demonstrations', () => {
  test('larger models learn more: both forms find it, with the truth in their intervals', () => {
    // 0, 0.05, 0.1, 0.15, 0.2 a doubling at sizes half a decade apart: 0.1 a doubling and decade.
    const { ends, trend } = sizeShotsInteraction(tableOf('grows', ladder([0, 0.05, 0.1, 0.15, 0.2])))
    if (ends.state !== 'estimated' || trend.state !== 'estimated') throw new Error('not estimated')
    expect(ends.low).toBeLessThan(0.6)
    expect(ends.high).toBeGreaterThan(0.6)
    expect(ends.pT).toBeLessThan(1e-6)
    expect(trend.low).toBeLessThan(0.1)
    expect(trend.high).toBeGreaterThan(0.1)
    expect(trend.pOverItems).toBeLessThan(1e-6)
    expect(trend.p).toBe(Math.max(trend.pOverItems, trend.pOverSizes))
    expect(trend.p).toBeLessThan(0.01)
  })

  test('larger models learn less: a negative interaction is found too', () => {
    const { trend } = sizeShotsInteraction(tableOf('falls', ladder([0.2, 0.15, 0.1, 0.05, 0])))
    expect(trend.state === 'estimated' && trend.estimate).toBeLessThan(0)
    expect(trend.state === 'estimated' && trend.p).toBeLessThan(0.01)
  })

  test('a higher level at each size is no interaction: found in about 5 % of 200 samples by the ends', () => {
    const means = [0.1, 0.3, 0.5].map((start) => [0, 1, 2, 3].map((doublings) => start + 0.05 * doublings))
    let [ends, trend] = [0, 0]
    for (let sample = 0; sample < 200; sample++) {
      const found = sizeShotsInteraction(tableOf(`null ${sample}`, means, { n: 30 }))
      if (found.ends.state === 'estimated' && (found.ends.pT ?? 1) <= 0.05) ends++
      if (found.trend.state === 'estimated' && found.trend.p <= 0.05) trend++
    }
    // 10 expected, standard deviation 3.1; of the trend, which must hold on both sides, fewer.
    expect(ends).toBeGreaterThan(1)
    expect(ends).toBeLessThan(22)
    expect(trend).toBeLessThanOrEqual(ends + 3)
  })

  test('one odd model among many: the items are sure, the sizes are not', () => {
    const { trend } = sizeShotsInteraction(
      tableOf('odd', ladder([0.05, 0.05, 0.05, 0.2, 0.05, 0.05]), { n: 400 }),
    )
    if (trend.state !== 'estimated') throw new Error('not estimated')
    expect(trend.pOverItems).toBeLessThan(0.001)
    expect(trend.pOverSizes).toBeGreaterThan(0.2)
    expect(trend.p).toBe(trend.pOverSizes)
  })

  test.each<[string, SizeShotsTable, string, string]>([
    ['two sizes', tableOf('two', ladder([0, 0.1])), 'estimated', 'too_few_points'],
    ['one size', tableOf('one', ladder([0.1])), 'too_few_points', 'too_few_points'],
    ['one item', tableOf('item', ladder([0, 0.1, 0.2]), { n: 1 }), 'too_few_items', 'too_few_items'],
    [
      'one number of demonstrations',
      tableOf('k', [[0.1], [0.2], [0.3]], { shots: [0] }),
      'too_few_points',
      'too_few_points',
    ],
    [
      'models of one size',
      { ...tableOf('same', ladder([0, 0.1, 0.2])), x: [9, 9, 9] },
      'repeated_position',
      'repeated_position',
    ],
    [
      'NaN',
      {
        x: [8, 9, 10],
        shots: [0, 1],
        values: Array(5).fill([
          [0, 1],
          [0, Number.NaN],
          [0, 1],
        ]),
        dropped: 0,
      },
      'not_finite',
      'not_finite',
    ],
  ])('%s', (_name, table, ends, trend) => {
    const found = sizeShotsInteraction(table)
    const reasonOf = (one: { state: string; reason?: string }) => one.reason ?? one.state
    expect(reasonOf(found.ends)).toBe(ends)
    expect(reasonOf(found.trend)).toBe(trend)
  })

  test('all equal: an interaction of exactly 0', () => {
    const same = [
      [0.5, 0.5],
      [0.5, 0.5],
      [0.5, 0.5],
    ]
    const table = { x: [8, 9, 10], shots: [0, 4], values: Array(6).fill(same), dropped: 0 }
    const { ends, trend } = sizeShotsInteraction(table)
    expect(ends).toMatchObject({ difference: 0, t: undefined })
    expect(trend).toMatchObject({ estimate: 0, p: 1 })
  })

  test('what each size adds to all its scores, and the order of items, change nothing', () => {
    const table = tableOf('law', ladder([0, 0.1, 0.05]), { n: 12 })
    const plain = sizeShotsInteraction(table)
    fc.assert(
      fc.property(
        fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
        ([first, last]) => {
          const added = [first, 0, last]
          const values = table.values
            .map((sizes) => sizes.map((scores, size) => scores.map((score) => score + (added[size] ?? 0))))
            .toReversed()
          const { ends, trend } = sizeShotsInteraction({ ...table, values })
          if (
            ends.state !== 'estimated' ||
            trend.state !== 'estimated' ||
            plain.ends.state !== 'estimated' ||
            plain.trend.state !== 'estimated'
          )
            throw new Error('not estimated')
          expect(ends.difference).toBeCloseTo(plain.ends.difference, 10)
          expect(trend.p).toBeCloseTo(plain.trend.p, 8)
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('cells near the ends of the scale', () => {
  const low = tableOf('low', ladder([0, 0.1, 0.25], 0.26), { n: 400, sd: 0.01 })

  test('are named, and only then the log-likelihood is asked', () => {
    const likelihoods = tableOf('likelihoods', ladder([0.1, 0.1, 0.1], -2))
    const report = interactionReport(low, { chance: 0.25, maximum: 1 }, likelihoods)
    const places = report.bounded.map(({ size, shots, end }) => `${size} ${shots} ${end}`)
    expect(places).toEqual([
      '0 0 floor',
      '0 1 floor',
      '0 3 floor',
      '0 7 floor',
      '1 0 floor',
      '2 0 floor',
      '2 7 ceiling',
    ])
    expect(report.unbounded?.trend.state).toBe('estimated')
    expect(interactionReport(low, { chance: 0.25, maximum: 1 }).unbounded).toBeUndefined()
  })

  test('none in the middle, none without a chance at the floor, none for nats per byte', () => {
    const middle = tableOf('middle', ladder([0.05, 0.1, 0.1], 0.4))
    expect(interactionReport(middle, { chance: 0.25, maximum: 1 }, middle)).not.toHaveProperty('unbounded')
    expect(interactionReport(low, { maximum: 1 }).bounded.map(({ end }) => end)).toEqual(['ceiling'])
    expect(interactionReport(tableOf('nats', ladder([0.1, 0.2], -2)), { maximum: 0 }).bounded).toEqual([])
  })
})

describe('a table of curves', () => {
  const model = (name: string): CurveColumn => ({
    model: name,
    provider: 'local',
    engine: 'e',
    family: 'F',
    trials: 3,
    failed: 0,
    draws: 1,
    items: 3,
  })
  const curve = (
    shots: number,
    models: readonly string[],
    items: readonly string[],
    values: readonly (readonly number[])[],
  ): ItemCurve => ({
    task: 'sums',
    column: 'score_exact_match',
    kind: 'discontinuous',
    unit: 'fraction',
    chance: 0,
    maximum: 1,
    rendering: 'raw',
    instruction: 'off',
    control: 'gold',
    sampling: 'shared',
    shots,
    models: models.map(model),
    unscored: [],
    items,
    matrix: { x: models.map((_, at) => 8 + at), values, binary: false, dropped: 0 },
  })

  test('has the models and items that all curves have, in their places', () => {
    const table = sizeShotsTable([
      curve(
        4,
        ['a', 'c'],
        ['1', '3', '4'],
        [
          [0.1, 0.2],
          [0.3, 0.4],
          [0.5, 0.6],
        ],
      ),
      curve(
        0,
        ['a', 'b', 'c'],
        ['1', '2', '3'],
        [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
        ],
      ),
    ])
    expect(table).toMatchObject({
      x: [8, 10],
      shots: [0, 4],
      items: ['1', '3'],
      values: [
        [
          [1, 0.1],
          [3, 0.2],
        ],
        [
          [7, 0.3],
          [9, 0.4],
        ],
      ],
      dropped: 1,
      incomplete: ['b'],
    })
    expect(table?.models.map(({ model: name }) => name)).toEqual(['a', 'c'])
  })

  test('of no curve is none', () => {
    expect(sizeShotsTable([])).toBeUndefined()
  })
})
