import { describe, expect, test } from 'vitest'
import { curveBuilder } from '../../src/curves/aggregate.ts'
import { alignCurves } from '../../src/curves/align-curves.ts'
import type { CurveMetric, CurveTask } from '../../src/curves/curve-context.ts'
import type { CurveRow } from '../../src/curves/curve-row.ts'
import { familiesOf, type ItemCurve } from '../../src/curves/item-curve.ts'
import { itemMatrices, type LineOptions } from '../../src/curves/item-matrices.ts'
import { curveVerdict } from '../../src/curves/verdict/curve-verdict.ts'
import { iclEmergence } from '../../src/curves/verdict/icl-emergence.ts'
import { randomStream } from '../../src/domain/random.ts'
import { FIVE_SIZES, simulateSkill } from '../fixtures/curves.ts'

const EXACT: CurveMetric = { column: 'score_exact_match', kind: 'discontinuous', chance: 0, maximum: 1 }
const NATS: CurveMetric = {
  column: 'score_target_loglikelihood',
  kind: 'continuous',
  unit: 'nats_per_byte',
  maximum: 0,
}

function row(changes: Partial<CurveRow> & { score?: number } = {}): CurveRow {
  const { score, ...others } = changes
  return {
    model: 'a-1',
    provider: 'local',
    engine: 'engine 1',
    family: 'A',
    parameters: 1e8,
    task: 'sums',
    rendering: 'raw',
    instruction: 'off',
    control: 'gold',
    sampling: 'shared',
    shots: 2,
    draw: 0,
    repeat: 0,
    item: '0',
    outcome: 'ok',
    target: '3',
    scores: score === undefined ? {} : { score_exact_match: score },
    ...others,
  }
}

const TASK: CurveTask = { name: 'sums', metrics: [EXACT], plannedItems: 3 }

function curvesOf(
  rows: readonly CurveRow[],
  options: LineOptions = {},
  task: CurveTask = TASK,
): readonly ItemCurve[] {
  const builder = curveBuilder({ tasks: [task], models: {} })
  for (const one of rows) builder.add(one)
  return itemMatrices(builder.cells(), [task], options)
}

/** One item, right, at each of these sizes, by models named for what they are. */
const ladder = (sizes: readonly number[], changes: Partial<CurveRow> = {}) =>
  sizes.map((parameters) => {
    const model = [`m-${parameters}`, changes.family, changes.tuning].filter(Boolean).join(' ')
    return row({ model, parameters, score: 1, ...changes })
  })

describe('an item matrix', () => {
  test('has the items’ means over draws and repeats, sizes ascending, items by name', () => {
    const [curve, ...others] = curvesOf([
      row({ model: 'big', parameters: 1e9, item: 'q', draw: 0, score: 1 }),
      row({ model: 'big', parameters: 1e9, item: 'q', draw: 1, score: 0 }),
      row({ model: 'big', parameters: 1e9, item: 'b', score: 1 }),
      row({ item: 'q', score: 0 }),
      row({ item: 'b', score: 0, repeat: 1 }),
    ])
    expect(others).toEqual([])
    expect(curve).toMatchObject({
      items: ['b', 'q'],
      matrix: {
        x: [8, 9],
        values: [
          [0, 1],
          [0, 0.5],
        ],
        binary: false,
        dropped: 0,
      },
      models: [
        { model: 'a-1', trials: 2, items: 2, draws: 1 },
        { model: 'big', trials: 3, items: 2, draws: 2 },
      ],
      chance: 0,
      maximum: 1,
      shots: 2,
    })
  })

  test('does not know the order of rows', () => {
    const rows = ['x', 'y', 'z'].flatMap((item) =>
      ladder([1e8, 1e9, 1e10], { item, scores: { score_exact_match: item === 'y' ? 1 : 0.25 } }),
    )
    expect(curvesOf(randomStream('rows').shuffle(rows))).toEqual(curvesOf(rows))
  })

  test('single right-or-wrong answers are binary, means and shared items are not', () => {
    const binary = (rows: CurveRow[]) => curvesOf(rows)[0]?.matrix.binary
    expect(binary(ladder([1e8, 1e9]))).toBe(true)
    expect(binary([...ladder([1e8, 1e9]), row({ model: 'm-100000000', repeat: 1, score: 1 })])).toBe(false)
    expect(binary(ladder([1e8, 1e9], { scores: { score_exact_match: 0.5 } }))).toBe(false)
    expect(
      binary([...ladder([1e8, 1e9], { group: 'g' }), ...ladder([1e8, 1e9], { item: '1', group: 'g' })]),
    ).toBe(false)
  })

  test('failed and skipped trials are no scores; items that a size lacks are dropped and counted', () => {
    const [curve] = curvesOf([
      ...ladder([1e8, 1e9], { item: 'whole' }),
      ...ladder([1e8], { item: 'failed' }),
      row({ model: 'm-1000000000', parameters: 1e9, item: 'failed', outcome: 'failed' }),
      ...ladder([1e8, 1e9], { item: 'refused', outcome: 'refused', scores: { score_exact_match: 0 } }),
      ...ladder([1e9], { item: 'absent' }),
    ])
    expect(curve?.items).toEqual(['refused', 'whole'])
    expect(curve?.matrix).toMatchObject({
      dropped: 2,
      values: [
        [0, 0],
        [1, 1],
      ],
    })
    expect(curve?.models[1]).toMatchObject({ failed: 1, trials: 4 })
  })

  test('a size without a single score is no column, and does not drop every item', () => {
    const [curve] = curvesOf([...ladder([1e8, 1e9]), ...ladder([1e10], { outcome: 'skipped', scores: {} })])
    expect(curve).toMatchObject({ unscored: ['m-10000000000'], matrix: { x: [8, 9], dropped: 0 } })
  })

  test('items of one group are one row: their mean', () => {
    const [curve] = curvesOf([
      ...ladder([1e8, 1e9], { item: '0', group: 'passage' }),
      ...ladder([1e8, 1e9], { item: '1', group: 'passage', scores: { score_exact_match: 0 } }),
      ...ladder([1e8, 1e9], { item: '2' }),
    ])
    expect(curve).toMatchObject({
      items: ['2', 'passage'],
      matrix: {
        values: [
          [1, 1],
          [0.5, 0.5],
        ],
      },
    })
  })

  test('of a metric that scores items from all their trials', () => {
    const metric: CurveMetric = {
      ...EXACT,
      column: 'score_best',
      ofRows: {
        level: 'item',
        name: 'best',
        kind: 'discontinuous',
        unit: 'fraction',
        score: (rows) => Math.max(...rows.map(({ scores }) => scores.score_exact_match ?? 0)),
      },
    }
    const rows = [
      ...ladder([1e8, 1e9]),
      row({ model: 'm-100000000', draw: 1, score: 0 }),
      ...ladder([1e8, 1e9], { item: '1', scores: { score_exact_match: 0 } }),
    ]
    const [curve] = curvesOf(rows, {}, { ...TASK, metrics: [metric] })
    expect(curve).toMatchObject({
      column: 'score_best',
      matrix: {
        values: [
          [1, 1],
          [0, 0],
        ],
      },
    })
  })

  test('of a metric of all answers at once there is none', () => {
    const ofRows = { level: 'aggregate', name: 'all', kind: 'discontinuous', unit: 'fraction' } as const
    const metric: CurveMetric = { ...EXACT, ofRows: { ...ofRows, prepare: () => () => 1 } }
    expect(curvesOf(ladder([1e8, 1e9]), {}, { ...TASK, metrics: [metric] })).toEqual([])
  })
})

describe('a line', () => {
  const sizes = (curves: readonly ItemCurve[]) => curves.map(({ matrix }) => matrix.x)
  const mixed = [
    ...ladder([1e8, 1e9]),
    ...ladder([1e10], { family: 'B' }),
    ...ladder([1e8, 1e9], { tuning: 'instruct' }),
    ...ladder([1e9], { quantization: 'Q4_K_M' }),
    ...ladder([1e8], { shots: 0 }),
    ...ladder([1e7], { control: 'flipped-labels' }),
  ]

  test('has one family, tuning, quantisation and condition', () => {
    // By condition, family, tuning (none first), quantisation, shots.
    expect(sizes(curvesOf(mixed))).toEqual([[8], [8, 9], [9], [8, 9], [10], [7]])
  })

  test('joins families where that is asked', () => {
    const joined = curvesOf(mixed, { join: ['family'] })
    expect(sizes(joined)).toContainEqual([8, 9, 10])
    expect(joined.map(familiesOf)).toContainEqual(['A', 'B'])
  })

  test('that has its sizes twice because of two engines is two lines; two engines in turn are one', () => {
    const twice = [...ladder([1e8, 1e9]), ...ladder([1e8, 1e9], { engine: 'engine 2' })]
    expect(sizes(curvesOf(twice))).toEqual([
      [8, 9],
      [8, 9],
    ])
    const inTurn = [...ladder([1e8, 1e9]), ...ladder([1e10], { engine: 'hosted', provider: 'hosted' })]
    expect(sizes(curvesOf(inTurn))).toEqual([[8, 9, 10]])
  })

  test('is drawn over active parameters unless all are asked for; a model of no known size is on none', () => {
    const rows = [
      ...ladder([1e8]),
      ...ladder([1e10], { activeParameters: 1e9 }),
      row({ model: 'secret', score: 1 }),
    ]
    const unknown = rows.map((one) => (one.model === 'secret' ? { ...one, parameters: undefined } : one))
    expect(sizes(curvesOf(unknown))).toEqual([[8, 9]])
    expect(sizes(curvesOf(unknown, { axis: 'total' }))).toEqual([[8, 10]])
  })
})

describe('verdicts of curves', () => {
  const task: CurveTask = { name: 'sums', metrics: [EXACT, NATS], plannedItems: 60 }
  const skill = { x: FIVE_SIZES, token: [0.15, 0.15, 0.15, 0.9, 0.9], length: 4, items: 60 }
  const { primary, companion } = simulateSkill(skill, 'curves')

  /** The simulated run as rows, at so many shots; scores changed where asked. */
  const rowsOf = (
    shots: number,
    scoresOf = (exact: number, nats: number, _size: number): CurveRow['scores'] => ({
      score_exact_match: exact,
      score_target_loglikelihood: nats,
    }),
  ) =>
    primary.values.flatMap((values, item) =>
      values.map((exact, size) =>
        row({
          model: `m${size}`,
          parameters: 10 ** (FIVE_SIZES[size] ?? 0),
          item: String(item).padStart(2, '0'),
          shots,
          scores: scoresOf(exact, companion.values[item]?.[size] ?? 0, size),
        }),
      ),
    )

  const verdictOf = (rows: readonly CurveRow[]) => {
    const [exact, nats] = curvesOf(rows, {}, task)
    if (exact === undefined) throw new Error('no curve')
    return curveVerdict(exact, nats)
  }

  test('with the companion of the same responses', () => {
    const found = verdictOf(rowsOf(2))
    expect(found).toMatchObject({
      companionLacks: undefined,
      report: { verdict: 'emergent', families: ['A'] },
    })
    expect(found.models.map(({ model }) => model)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4'])
  })

  test('where the companion lacks a size it is no companion, and says so', () => {
    const found = verdictOf(
      rowsOf(2, (exact, nats, size) => ({
        score_exact_match: exact,
        ...(size === 4 ? {} : { score_target_loglikelihood: nats }),
      })),
    )
    expect(found).toMatchObject({
      companionLacks: { reason: 'sizes', models: ['m4'] },
      report: { verdict: 'undetermined', cause: 'no_companion' },
    })
  })

  test('where the companion lacks items they are dropped from both', () => {
    const rows = rowsOf(2).map((one) =>
      Number(one.item) < 5 && one.model === 'm0'
        ? { ...one, scores: { score_exact_match: one.scores.score_exact_match ?? 0 } }
        : one,
    )
    expect(verdictOf(rows).report).toMatchObject({ items: 55, dropped: 5 })
  })

  test('gains from demonstrations that appear at a size are emergent in-context learning', () => {
    const rows = [
      ...rowsOf(0, (_exact, nats) => ({
        score_exact_match: 0,
        score_target_loglikelihood: Math.min(nats, -2),
      })),
      ...rowsOf(8),
    ]
    const [none, most, noneNats, mostNats] = curvesOf(rows, {}, task)
    if (!none || !most || !noneNats || !mostNats) throw new Error('no curves')
    expect([none.shots, most.shots]).toEqual([0, 8])
    const found = iclEmergence({ none, most }, { none: noneNats, most: mostNats })
    expect(found.gains.values).toEqual(primary.values)
    expect(found.report).toMatchObject({
      verdict: 'emergent',
      floor: { low: -0.15, high: 0.15 },
      items: 60,
      gap: { left: 2 },
    })
    const lost = iclEmergence({ none: most, most: none }, undefined)
    expect(lost.report.verdict).not.toBe('emergent')
  })

  test('alignment pairs models and items by name, whatever their order', () => {
    const [a] = curvesOf(rowsOf(2), {}, task)
    const [b] = curvesOf(
      rowsOf(2).filter(({ item, model }) => item !== '07' && model !== 'm1'),
      {},
      task,
    )
    if (!a || !b) throw new Error('no curves')
    const aligned = alignCurves(a, b)
    expect(aligned.a.values).toEqual(aligned.b.values)
    expect(aligned.a.x).toEqual(aligned.b.x)
    expect(aligned).toMatchObject({ onlyA: ['m1'], onlyB: [], a: { dropped: 1 }, b: { dropped: 0 } })
    expect(aligned.items).toHaveLength(59)
  })
})
