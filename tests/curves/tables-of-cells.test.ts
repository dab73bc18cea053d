import { describe, expect, test } from 'vitest'
import { curveBuilder } from '../../src/curves/aggregate.ts'
import type { Cell } from '../../src/curves/cell.ts'
import type { CurveMetric, CurveTask } from '../../src/curves/curve-context.ts'
import type { CurveRow } from '../../src/curves/curve-row.ts'
import { labelTables } from '../../src/curves/learning/label-scores.ts'
import { modelTables } from '../../src/curves/model-tables.ts'
import { shotsCurves } from '../../src/curves/shots-curves.ts'
import type { AggregateMetric } from '../../src/domain/metric.ts'

const EXACT: CurveMetric = { column: 'score_exact_match', kind: 'discontinuous', chance: 0.5, maximum: 1 }
const EDIT: CurveMetric = { column: 'score_edit_similarity', kind: 'continuous', chance: 0, maximum: 1 }

const TASK: CurveTask = { name: 'sums', metrics: [EXACT], plannedItems: 4 }

function row(changes: Partial<CurveRow> = {}): CurveRow {
  return {
    model: 'small',
    provider: 'local',
    engine: 'engine 1',
    family: 'Small',
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
    scores: {},
    ...changes,
  }
}

/** One trial an item, with these scores. */
function rows(scores: readonly number[], changes: Partial<CurveRow> = {}): CurveRow[] {
  return scores.map((score, item) =>
    row({ item: String(item), scores: { score_exact_match: score }, ...changes }),
  )
}

function cellsOf(...groups: readonly (readonly CurveRow[])[]): readonly Cell[] {
  return cellsOfTask(TASK, ...groups)
}

function cellsOfTask(task: CurveTask, ...groups: readonly (readonly CurveRow[])[]): readonly Cell[] {
  const builder = curveBuilder({ tasks: [task], models: {} })
  for (const one of groups.flat()) builder.add(one)
  return builder.cells()
}

describe('curves of score against demonstrations', () => {
  test('one a model and control, by shots; no demonstrations begin each', () => {
    const cells = cellsOf(
      rows([1, 1, 0], { shots: 4 }),
      rows([0, 0, 0], { shots: 0 }),
      rows([0, 1, 0], { shots: 4, control: 'flipped-labels' }),
      rows([0, 1, 1], { shots: 1 }),
      rows([1, 1, 1], { shots: 4, model: 'alone', parameters: 1e7 }),
    )
    const curves = shotsCurves(cells, [TASK])
    expect(curves.map(({ model, control, matrix }) => [model, control, matrix.shots])).toEqual([
      ['small', 'gold', [0, 1, 4]],
      ['small', 'flipped-labels', [0, 4]],
    ])
    expect(curves[0]).toMatchObject({
      task: 'sums',
      column: 'score_exact_match',
      chance: 0.5,
      items: ['0', '1', '2'],
      matrix: {
        values: [
          [0, 0, 1],
          [0, 1, 1],
          [0, 1, 0],
        ],
        binary: true,
        dropped: 0,
      },
    })
    expect(curves[0]?.columns).toEqual(Array(3).fill({ trials: 3, failed: 0, draws: 1, items: 3 }))
  })

  test('items that some number of demonstrations lacks are dropped and counted; draws are averaged', () => {
    const cells = cellsOf(
      rows([0, 0, 1], { shots: 0 }),
      rows([1, 0], { shots: 2, draw: 0 }),
      rows([0, 0], { shots: 2, draw: 1 }),
    )
    expect(shotsCurves(cells, [TASK])[0]?.matrix).toEqual({
      shots: [0, 2],
      values: [
        [0, 0.5],
        [0, 0],
      ],
      binary: false,
      dropped: 1,
    })
  })

  test('quantisations, engines and renderings are not mixed; smaller models come first', () => {
    const both = (changes: Partial<CurveRow>) => [
      ...rows([0, 1], { shots: 0, ...changes }),
      ...rows([1, 1], { shots: 1, ...changes }),
    ]
    const cells = cellsOf(
      both({ rendering: 'chat' }),
      both({ model: 'large', parameters: 1e10 }),
      both({ model: 'experts', parameters: 1e11, activeParameters: 1e9 }),
      both({ quantization: 'Q8_0' }),
      both({ engine: 'engine 2' }),
      both({}),
    )
    const found = shotsCurves(cells, [TASK]).map((curve) =>
      [curve.rendering, curve.model, curve.engine, curve.quantization ?? ''].join(' '),
    )
    expect(found).toEqual([
      'raw small engine 1 ',
      'raw small engine 1 Q8_0',
      'raw small engine 2 ',
      'raw experts engine 1 ',
      'raw large engine 1 ',
      'chat small engine 1 ',
    ])
  })

  test('a metric of all answers at once, or one without scores, has no curve', () => {
    const ofRows: AggregateMetric = {
      level: 'aggregate',
      name: 'f1',
      kind: 'discontinuous',
      unit: 'fraction',
      prepare: () => () => 1,
    }
    const cells = cellsOf(rows([0, 1], { shots: 0 }), rows([1, 1], { shots: 1 }))
    expect(shotsCurves(cells, [{ ...TASK, metrics: [{ ...EXACT, ofRows }, EDIT] }])).toEqual([])
  })
})

describe('tables of all models', () => {
  test('of every family and of unknown size, with what they cost', () => {
    const cells = cellsOf(
      rows([1, 1], {
        model: 'hosted',
        provider: 'far',
        parameters: undefined,
        costUsd: 0.003,
        latencyMs: 500,
      }),
      rows([1, 0], { model: 'experts', family: 'E', parameters: 3e10, activeParameters: 3e9 }),
      rows([0, 0], { promptTokens: 90, completionTokens: 10, latencyMs: 250 }),
      rows([0, 0], { shots: 8 }),
    )
    const [two, eight, ...others] = modelTables(cells, [TASK])
    expect(others).toEqual([])
    expect(two).toMatchObject({
      shots: 2,
      values: [
        [0, 1, 1],
        [0, 0, 1],
      ],
      binary: true,
      dropped: 0,
    })
    expect(two?.models.map(({ model, costs }) => [model, costs])).toEqual([
      // 2 · 1e8 parameters · 100 tokens.
      ['small', { flops: 2e10, seconds: 0.25 }],
      ['experts', {}],
      ['hosted', { usd: 0.003, seconds: 0.5 }],
    ])
    expect(eight).toMatchObject({ shots: 8, values: [[0], [0]] })
  })

  test('operations are of active parameters; means are over trials that know their cost', () => {
    const experts = { model: 'experts', parameters: 3e10, activeParameters: 3e9 }
    const cells = cellsOf([
      row({ ...experts, item: '0', scores: { score_exact_match: 1 }, promptTokens: 10, costUsd: 0.2 }),
      row({ ...experts, item: '1', scores: { score_exact_match: 1 }, completionTokens: 30 }),
      row({ ...experts, item: '2', scores: { score_exact_match: 1 }, costUsd: 0.4 }),
    ])
    const costs = modelTables(cells, [TASK])[0]?.models[0]?.costs
    expect(costs?.flops).toBeCloseTo(2 * 3e9 * 20, 0)
    expect(costs?.usd).toBeCloseTo(0.3, 12)
  })

  test('a model without a score is named', () => {
    const cells = cellsOf(rows([1, 0]), [row({ model: 'broken', outcome: 'failed' })])
    expect(modelTables(cells, [TASK])).toMatchObject([{ models: [{ model: 'small' }], unscored: ['broken'] }])
  })
})

describe('tables of labels', () => {
  const gold = rows([1, 1, 0])
  const flipped = rows([0, 1], { control: 'flipped-labels' })

  test('the items that a model answered under all labels', () => {
    const cells = cellsOf(
      gold,
      flipped,
      rows([1, 1, 1], { control: 'random-labels' }),
      rows([1], { shots: 0 }),
    )
    expect(labelTables(cells, [TASK])).toMatchObject([
      {
        shots: 2,
        chance: 0.5,
        otherDraws: [],
        models: [{ model: 'small', gold: [1, 1], flipped: [0, 1], random: [1, 1], binary: true }],
      },
    ])
  })

  test('scores against the flipped label where they are known', () => {
    // Item 1 has no flipped label, item 2 was not asked with correct ones.
    const againstFlipped = ({ item, outcome }: Pick<CurveRow, 'item' | 'outcome'>) =>
      item === '1' ? undefined : Number(outcome === 'ok' && item === '0')
    const three = rows([0, 1, 0], { control: 'flipped-labels' })
    const cells = cellsOfTask({ ...TASK, againstFlipped }, gold.slice(0, 2), three)
    expect(labelTables(cells, [TASK])[0]?.models).toMatchObject([
      { gold: [1, 1], flipped: [0, 1], random: undefined, againstFlipped: [1, 0] },
    ])
    // Only trials under flipped labels are asked.
    expect(cells.map(({ row, againstFlipped: { count } }) => [row.control, count.length])).toEqual([
      ['gold', 0],
      ['flipped-labels', 3],
    ])
  })

  test('other draws are other demonstrations: named, not compared', () => {
    const cells = cellsOf(gold, rows([0, 1], { control: 'flipped-labels', draw: 1 }))
    expect(labelTables(cells, [TASK])).toMatchObject([{ models: [], otherDraws: ['small'] }])
  })

  test('without other labels, or without correct ones, there is no table', () => {
    expect(labelTables(cellsOf(gold), [TASK])).toEqual([])
    expect(labelTables(cellsOf(flipped), [TASK])).toEqual([])
    expect(labelTables(cellsOf(gold, rows([1], { control: 'no-labels' })), [TASK])).toEqual([])
  })
})
