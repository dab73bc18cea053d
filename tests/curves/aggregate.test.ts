import { describe, expect, test } from 'vitest'
import { aggregate, curveBuilder } from '../../src/curves/aggregate.ts'
import type { CurveContext, CurveMetric } from '../../src/curves/curve-context.ts'
import type { CurveRow } from '../../src/curves/curve-row.ts'
import { tInterval } from '../../src/curves/t-interval.ts'
import { wilsonInterval } from '../../src/curves/wilson.ts'
import { InputError } from '../../src/domain/input-error.ts'
import type { AggregateMetric, ItemMetric, MetricKind } from '../../src/domain/metric.ts'
import type { Outcome } from '../../src/domain/outcome.ts'

const EXACT: CurveMetric = { column: 'score_exact_match', kind: 'discontinuous', chance: 0, maximum: 1 }
const EDIT: CurveMetric = { column: 'score_edit_similarity', kind: 'continuous', chance: 0, maximum: 1 }

function contextWith(metrics: readonly CurveMetric[] = [EXACT], plannedItems = 4): CurveContext {
  return { tasks: [{ name: 'sums', metrics, plannedItems }], models: {} }
}

function row(changes: Partial<CurveRow> = {}): CurveRow {
  return {
    model: 'small',
    provider: 'local',
    engine: 'engine 1',
    family: 'Small',
    parameters: 1e8,
    activeParameters: 1e8,
    quantization: 'Q8_0',
    tuning: 'base',
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

/** One row per score: items down, draws across. */
function exactRows(scores: readonly (readonly number[])[], changes: Partial<CurveRow> = {}): CurveRow[] {
  return scores.flatMap((draws, item) =>
    draws.map((score, draw) =>
      row({ item: String(item), draw, scores: { score_exact_match: score }, ...changes }),
    ),
  )
}

async function onePoint(rows: CurveRow[], context: CurveContext = contextWith()) {
  const points = await aggregate(rows, context)
  expect(points).toHaveLength(1)
  return points[0]
}

describe('intervals', () => {
  test('one trial an item, right or wrong: Wilson', async () => {
    const { low, high } = wilsonInterval(0.75, 4)
    expect(await onePoint(exactRows([[1], [0], [1], [1]]))).toMatchObject({
      items: 4,
      trials: 4,
      score: 0.75,
      se: 0.25,
      ciLow: low,
      ciHigh: high,
      ciMethod: 'wilson',
      nEff: 4,
      drawSd: undefined,
      itemsDropped: 0,
    })
  })

  // The numbers of the reference table's first case of kind clustered_mean.
  const twelve = [
    [1, 1, 0],
    [1, 0, 0],
    [0, 0, 1],
    [1, 0, 1],
    [1, 0, 0],
    [0, 0, 0],
    [1, 1, 1],
    [1, 1, 1],
    [0, 1, 0],
    [1, 1, 0],
    [1, 0, 1],
    [0, 1, 1],
  ]

  test.each([
    ['shared', 2, 'wilson_n_eff_conditional_on_draws'],
    ['per-query', 2, 'wilson_n_eff'],
    ['shared', 0, 'wilson_n_eff'],
  ] as const)('several draws, %s, %d shots: %s', async (sampling, shots, ciMethod) => {
    const point = await onePoint(exactRows(twelve, { sampling, shots }), contextWith([EXACT], 12))
    expect(point).toMatchObject({ draws: 3, repeats: 1, trials: 36, items: 12, ciMethod })
    expect(point?.score).toBeCloseTo(0.5555555555555557, 12)
    expect(point?.se).toBeCloseTo(0.08541179053175638, 12)
    expect(point?.nEff).toBeCloseTo(33.84615384615385, 9)
    expect(point?.ciLow).toBeCloseTo(0.3911486752644137, 9)
    expect(point?.ciHigh).toBeCloseTo(0.7086369968588797, 9)
    // Draw means 8/12, 6/12, 6/12.
    expect(point?.drawSd).toBeCloseTo(Math.sqrt(((2 / 18) ** 2 + 2 * (1 / 18) ** 2) / 2), 12)
  })

  test('continuous scores: t over item means, not clipped', async () => {
    const rows = [0.9, 1, 1].map((score, item) =>
      row({ item: String(item), scores: { score_edit_similarity: score } }),
    )
    const point = await onePoint(rows, contextWith([EDIT], 3))
    expect(point).toMatchObject({ ciMethod: 't', nEff: 3 })
    expect(point?.ciHigh).toBeGreaterThan(1)
  })

  test('continuous scores that happen to be 0 and 1 keep the t interval', async () => {
    const rows = [0, 1, 1].map((score, item) =>
      row({ item: String(item), scores: { score_edit_similarity: score } }),
    )
    expect(await onePoint(rows, contextWith([EDIT], 3))).toMatchObject({ ciMethod: 't' })
  })

  test('one continuous item has a score and no interval', async () => {
    const rows = [row({ scores: { score_edit_similarity: 0.5 } })]
    const point = await onePoint(rows, contextWith([EDIT], 1))
    expect(point?.score).toBe(0.5)
    expect([point?.se, point?.ciLow, point?.ciHigh, point?.ciMethod]).toEqual(Array(4).fill(undefined))
  })

  test('items of one group count as one unit', async () => {
    const rows = [
      ...[1, 1, 0, 0].map((score, item) =>
        row({ item: `a${item}`, group: 'a', scores: { score_exact_match: score } }),
      ),
      ...[1, 1].map((score, item) =>
        row({ item: `b${item}`, group: 'b', scores: { score_exact_match: score } }),
      ),
      row({ item: 'c', scores: { score_exact_match: 0 } }),
    ]
    const point = await onePoint(rows, contextWith([EXACT], 7))
    // Unit means 0.5, 1, 0: mean 0.5, se 0.5 / √3; design effect (1/12) / (0.25/7).
    expect(point).toMatchObject({ items: 7, trials: 7, score: 0.5, ciMethod: 'wilson_n_eff' })
    expect(point?.se).toBeCloseTo(0.5 / Math.sqrt(3), 12)
    expect(point?.nEff).toBeCloseTo(3, 12)
  })
})

describe('outcomes', () => {
  const outcomes: [Outcome, number | undefined][] = [
    ['ok', 1],
    ['failed', undefined],
    ['skipped', undefined],
    ['refused', 0],
    ['empty', 0],
    ['truncated', 0],
    ['unparsed', 0],
    ['ok', 1],
  ]
  const rows = outcomes.map(([outcome, score], item) =>
    row({ item: String(item), outcome, scores: score === undefined ? {} : { score_exact_match: score } }),
  )

  test('are counted; failed and skipped trials are in no mean', async () => {
    expect(await onePoint(rows, contextWith([EXACT], 10))).toMatchObject({
      trials: 8,
      failed: 1,
      skipped: 1,
      refused: 1,
      empty: 1,
      truncated: 1,
      unparsed: 1,
      items: 6,
      itemsDropped: 4,
      score: 2 / 6,
      scoreIfFailed0: 2 / 7,
      scoreIfFailed1: 3 / 7,
      scoreWithoutTruncated: 2 / 5,
    })
  })

  test('without a failed trial there is no worst case', async () => {
    expect(await onePoint(exactRows([[1], [0]]))).toMatchObject({
      scoreIfFailed0: undefined,
      scoreIfFailed1: undefined,
      scoreWithoutTruncated: 0.5,
    })
  })

  test('a point of nothing but failures has no score', async () => {
    const point = await onePoint([row({ outcome: 'failed' })])
    expect([point?.score, point?.ciLow]).toEqual([undefined, undefined])
    expect(point).toMatchObject({
      items: 0,
      trials: 1,
      failed: 1,
      itemsDropped: 4,
      normalizedScore: undefined,
      ciMethod: undefined,
      scoreIfFailed0: 0,
      scoreIfFailed1: 1,
    })
  })

  test('a failed draw lowers the worst case of its item only', async () => {
    const failing = [...exactRows([[1, 1], [0]]), row({ item: '1', draw: 1, outcome: 'failed' })]
    expect(await onePoint(failing)).toMatchObject({ score: 0.5, scoreIfFailed0: 0.5, scoreIfFailed1: 0.75 })
  })
})

describe('points', () => {
  test('never mix conditions, models or engines', async () => {
    const changes: Partial<CurveRow>[] = [
      {},
      { model: 'large', parameters: 1e9, activeParameters: 1e9 },
      { engine: 'engine 2' },
      { quantization: 'Q4_1' },
      { rendering: 'chat' },
      { instruction: 'on' },
      { control: 'flipped-labels' },
      { sampling: 'per-query' },
      { shots: 4 },
    ]
    const rows = changes.flatMap((change) => exactRows([[1], [0]], change))
    const points = await aggregate(rows, contextWith())
    expect(points).toHaveLength(changes.length)
    for (const point of points) expect(point).toMatchObject({ trials: 2, score: 0.5 })
  })

  test('come by task, metric, condition, size and shots, whatever the order of rows', async () => {
    const context = {
      tasks: ['z', 'a'].map((name) => ({ name, metrics: [EXACT, EDIT], plannedItems: 1 })),
      models: {},
    }
    const rows = ['a', 'z'].flatMap((task) =>
      [8, 0].flatMap((shots) =>
        [
          ['big', 2e9],
          ['small', 1e8],
        ].map(([model, parameters]) =>
          row({ task, shots, model: String(model), activeParameters: Number(parameters) }),
        ),
      ),
    )
    const order = (await aggregate(rows, context)).map((point) =>
      [point.task, point.metric, point.model, point.shots].join(' '),
    )
    expect(order.slice(0, 5)).toEqual([
      'z exact_match small 0',
      'z exact_match small 8',
      'z exact_match big 0',
      'z exact_match big 8',
      'z edit_similarity small 0',
    ])
    expect((await aggregate(rows.toReversed(), context)).map((point) => point.model)).toHaveLength(16)
  })

  test('sum cost and tokens, average latency, and leave unknown what no trial tells', async () => {
    const rows = [
      row({ item: '0', costUsd: 0.5, promptTokens: 10, completionTokens: 2, latencyMs: 100 }),
      row({ item: '1', costUsd: 0.25, promptTokens: 20, latencyMs: 300 }),
    ]
    expect(await onePoint(rows)).toMatchObject({ costUsd: 0.75, tokens: 32, latencyMs: 200 })
    expect(await onePoint([row()])).toMatchObject({
      costUsd: undefined,
      tokens: undefined,
      latencyMs: undefined,
    })
  })

  test('carry what the context says of task and model', async () => {
    const context: CurveContext = {
      tasks: [{ name: 'sums', metrics: [{ ...EXACT, chance: 0.25 }], plannedItems: 2 }],
      models: { small: { source: 'simulated', trainingTokens: 2e12 } },
    }
    expect(await onePoint(exactRows([[1], [0]]), context)).toMatchObject({
      source: 'simulated',
      trainingTokens: 2e12,
      trainingFlops: undefined,
      chance: 0.25,
      maximum: 1,
      normalizedScore: 1 / 3,
    })
  })

  test('of an unknown task are refused', async () => {
    await expect(aggregate([row({ task: 'sum' })], contextWith())).rejects.toThrow(InputError)
  })

  test('can be asked for before the last row', () => {
    const builder = curveBuilder(contextWith())
    for (const one of exactRows([[1], [1]])) builder.add(one)
    expect(builder.points()[0]?.score).toBe(1)
    builder.add(row({ item: '2', scores: { score_exact_match: 0 } }))
    expect(builder.points()[0]?.score).toBeCloseTo(2 / 3, 12)
  })
})

describe('an aggregate metric', () => {
  const shareOfAnswers: AggregateMetric = {
    level: 'aggregate',
    name: 'share',
    kind: 'discontinuous',
    unit: 'fraction',
    prepare: (rows) => (weights) => {
      const total = rows.reduce((sum, _, index) => sum + (weights[index] ?? 0), 0)
      const right = rows.reduce(
        (sum, { answer, targets }, index) => sum + (targets.includes(answer) ? (weights[index] ?? 0) : 0),
        0,
      )
      return total === 0 ? undefined : right / total
    },
  }
  const context: CurveContext = {
    tasks: [
      {
        name: 'sums',
        plannedItems: 40,
        itemOf: () => ({ targets: ['3', 'three'], fields: {} }),
        metrics: [{ ...EXACT, column: 'score_share', ofRows: shareOfAnswers }],
      },
    ],
    models: {},
  }

  test('sees every answer and all targets; its interval is a bootstrap over items', async () => {
    const rows = Array.from({ length: 40 }, (_, item) =>
      row({ item: String(item), answer: item < 20 ? 'three' : item < 30 ? '3' : 'four' }),
    )
    const point = await onePoint(rows, context)
    expect(point).toMatchObject({ metric: 'share', score: 0.75, items: 40, ciMethod: 'bootstrap', nEff: 40 })
    expect(point?.se).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 40), 1)
    expect(point?.ciLow).toBeGreaterThan(0.55)
    expect(point?.ciHigh).toBeLessThan(0.92)
    expect(await onePoint(rows, context)).toEqual(point)
  })

  test('counts a response without an answer, and leaves failed trials out', async () => {
    const rows = [
      row({ item: '0', answer: '3' }),
      row({ item: '1', outcome: 'unparsed' }),
      row({ item: '2', outcome: 'truncated', answer: '4' }),
      row({ item: '3', outcome: 'failed' }),
    ]
    expect(await onePoint(rows, context)).toMatchObject({
      items: 3,
      score: 1 / 3,
      scoreIfFailed0: 1 / 4,
      scoreIfFailed1: 2 / 4,
      scoreWithoutTruncated: 1 / 2,
    })
  })

  test.each<[Outcome, MetricKind, score: number]>([
    ['ok', 'discontinuous', 1],
    ['truncated', 'discontinuous', 0],
    ['truncated', 'continuous', 1],
    ['refused', 'continuous', 0],
    ['refused', 'discontinuous', 0],
  ])('sees of a response that ended %s, being %s, what is worth %d', async (outcome, kind, score) => {
    const { tasks } = context
    const metrics = [{ ...EXACT, column: 'score_share', kind, ofRows: { ...shareOfAnswers, kind } }]
    const one = { ...context, tasks: tasks.map((task) => ({ ...task, metrics })) }
    expect(await onePoint([row({ outcome, answer: '3' })], one)).toMatchObject({ score })
  })

  test('resamples groups of items, each with all its draws', async () => {
    const rows = ['a', 'b'].flatMap((group) =>
      [0, 1, 2].map((draw) =>
        row({ item: `${group}${draw}`, group, draw, answer: group === 'a' ? '3' : '4' }),
      ),
    )
    // Of two units a resample is 0, 1/2 or 1; of six items it could be 1/6.
    expect(await onePoint(rows, context)).toMatchObject({
      score: 0.5,
      ciLow: 0,
      ciHigh: 1,
      nEff: 2,
      drawSd: 0,
    })
  })
})

describe('a metric of an item’s trials', () => {
  /** The best of an item's trials, of which there must be two. */
  const bestOfTwo: ItemMetric = {
    level: 'item',
    name: 'best',
    kind: 'discontinuous',
    unit: 'fraction',
    score: (rows) =>
      rows.length < 2 ? undefined : Math.max(...rows.map(({ scores }) => scores.score_exact_match ?? 0)),
  }
  const contextOf = (metric: ItemMetric): CurveContext => ({
    tasks: [
      { name: 'sums', plannedItems: 5, metrics: [EXACT, { ...EXACT, column: 'score_best', ofRows: metric }] },
    ],
    models: {},
  })
  const bestPoint = async (rows: CurveRow[], metric = bestOfTwo) =>
    (await aggregate(rows, contextOf(metric))).find((point) => point.metric === 'best')

  test('has one value an item: Wilson where all are 0 or 1; items with too few trials are left out', async () => {
    const rows = exactRows([[1, 0], [0, 0], [1, 1], [0, 1], [1]], { sampling: 'per-query' })
    const { low, high } = wilsonInterval(0.75, 4)
    expect(await bestPoint(rows)).toMatchObject({
      items: 4,
      itemsDropped: 1,
      trials: 9,
      score: 0.75,
      ciLow: low,
      ciHigh: high,
      ciMethod: 'wilson',
      nEff: 4,
      drawSd: undefined,
    })
  })

  test('has a t interval where values are between 0 and 1', async () => {
    const half: ItemMetric = { ...bestOfTwo, score: (rows) => (bestOfTwo.score(rows) ?? 0) / 2 }
    const { low, high } = tInterval(0.25, 0.25 / Math.sqrt(3), 4)
    const point = await bestPoint(
      exactRows([
        [1, 0],
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      half,
    )
    expect(point).toMatchObject({ score: 0.25, ciMethod: 't_conditional_on_draws', nEff: 4 })
    expect(point?.ciLow).toBeCloseTo(low, 12)
    expect(point?.ciHigh).toBeCloseTo(high, 12)
  })

  test('is told what failed trials could have been, and what is left without the truncated', async () => {
    const rows = [
      ...exactRows([[0, 0], [1]]),
      row({ item: '1', draw: 1, outcome: 'truncated', scores: { score_exact_match: 0 } }),
      row({ item: '2', draw: 0, outcome: 'failed' }),
      row({ item: '2', draw: 1, outcome: 'failed' }),
    ]
    expect(await bestPoint(rows)).toMatchObject({
      score: 1 / 2,
      scoreIfFailed0: 1 / 3,
      scoreIfFailed1: 2 / 3,
      scoreWithoutTruncated: 0,
    })
  })

  test('draws differ by what each scores alone', async () => {
    const rows = exactRows([
      [1, 0],
      [1, 0],
    ]).flatMap((one) => [one, { ...one, repeat: 1 }])
    expect((await bestPoint(rows))?.drawSd).toBeCloseTo(Math.SQRT1_2, 12)
  })

  test('that scores single trials of some items has the interval of a trial metric on these', async () => {
    const odd = (item: string) => Number(item) % 2 === 1
    const ofOdd: ItemMetric = {
      ...bestOfTwo,
      appliesTo: ({ targets }) => odd(targets[0] ?? ''),
      ofTrial: ({ item, scores }) => (odd(item) ? scores.score_exact_match : undefined),
    }
    const rows = exactRows([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]).map((one) => ({ ...one, target: one.item }))
    const failed = ['3', '4'].map((item) => row({ item, target: item, draw: 2, outcome: 'failed' }))
    const same = await onePoint(rows.filter(({ item }) => odd(item)))
    const point = await bestPoint([...rows, ...failed], ofOdd)
    expect(point).toMatchObject({
      items: 2,
      score: 0.75,
      se: same?.se,
      ciLow: same?.ciLow,
      ciHigh: same?.ciHigh,
      ciMethod: 'wilson_n_eff_conditional_on_draws',
      nEff: same?.nEff,
      scoreIfFailed0: (1 / 2 + 2 / 3) / 2,
    })
  })
})

test('a million rows of few items take little memory', { timeout: 30_000 }, async () => {
  function* many(): Generator<CurveRow> {
    const scores = [{ score_exact_match: 0 }, { score_exact_match: 1 }]
    for (let index = 0; index < 1_000_000; index++)
      yield row({
        item: String(index % 100),
        draw: Math.floor(index / 100) % 50,
        shots: Math.floor(index / 5000) % 5,
        scores: scores[index % 3 === 0 ? 1 : 0] ?? {},
      })
  }
  const before = process.memoryUsage().heapUsed
  const points = await aggregate(many(), contextWith([EXACT], 100))
  expect(points.map((point) => point.trials)).toEqual([200_000, 200_000, 200_000, 200_000, 200_000])
  expect(points[0]?.score).toBeCloseTo(1 / 3, 4)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(150e6)
})
