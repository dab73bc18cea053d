import { expect, test } from 'vitest'
import { aggregate } from '../../src/curves/aggregate.ts'
import { curveTaskOf } from '../../src/curves/curve-context.ts'
import type { CurveRow } from '../../src/curves/curve-row.ts'
import { tInterval } from '../../src/curves/t-interval.ts'
import type { Task } from '../../src/domain/task.ts'
import { metricOf } from '../../src/scorers/compile-scorers.ts'
import { makeItem, makeTask } from '../fixtures/tasks.ts'

const metric = (name: string, column = `score_${name}`, options = {}) => ({
  metric: name,
  extraction: 'first_line',
  options,
  column,
})

const task: Task = makeTask({
  name: 'choices',
  queries: ['0', '1', '2'].map((id) => makeItem(id, 'a', 'x', { choices: ['x', 'y'] })),
  metrics: [
    metric('choice_accuracy'),
    metric('choice_accuracy', 'score_by_bytes', { normalise: 'bytes' }),
    metric('choice_brier'),
    metric('target_loglikelihood'),
  ],
  primary: 'score_choice_accuracy',
  likelihood: { of: 'choices' },
  chance: 0.5,
})

function row(item: string, score: number | undefined, outcome: CurveRow['outcome'] = 'ok'): CurveRow {
  return {
    ...{ model: 'm', provider: 'p', engine: 'e', family: 'F', task: 'choices', rendering: 'raw' },
    ...{ instruction: 'off', control: 'gold', sampling: 'shared', shots: 0, draw: 0, repeat: 0 },
    ...{ item, outcome, target: 'x' },
    scores: score === undefined ? {} : { score_target_loglikelihood: score },
  } as CurveRow
}

async function pointOf(rows: readonly CurveRow[], of: Task = task) {
  const points = await aggregate(rows, { tasks: [curveTaskOf(of, (spec) => metricOf(of, spec))], models: {} })
  const point = points.find((one) => one.metric === 'target_loglikelihood')
  if (point === undefined) throw new Error('no point')
  return point
}

test('a point of nats per byte: mean, t interval, best 0, no score of guessing', async () => {
  const point = await pointOf([row('0', -1), row('1', -0.5), row('2', -3)])
  const { low, high } = tInterval(-1.5, point.se ?? Number.NaN, 3)
  expect(point).toMatchObject({ score: -1.5, ciLow: low, ciHigh: high, ciMethod: 't', maximum: 0, items: 3 })
  expect([point.chance, point.normalizedScore]).toEqual([undefined, undefined])
})

test('failed trials have no worst case, and no trial without it counts as 0', async () => {
  const point = await pointOf([row('0', -1), row('1', undefined, 'failed'), row('2', undefined)])
  expect(point).toMatchObject({ score: -1, failed: 1, items: 1, itemsDropped: 2 })
  expect([point.scoreIfFailed0, point.scoreIfFailed1]).toEqual([undefined, undefined])
})

test('of a model that gives none there is a point without a score', async () => {
  const point = await pointOf([row('0', undefined), row('1', undefined)])
  expect([point.score, point.ciLow, point.items, point.trials]).toEqual([undefined, undefined, 0, 2])
})

test('it may be what the task is judged by', async () => {
  const point = await pointOf([row('0', -1), row('1', -2)], {
    ...task,
    primary: 'score_target_loglikelihood',
  })
  expect([point.score, point.chance, point.maximum, point.normalizedScore]).toEqual([
    -1.5,
    undefined,
    0,
    undefined,
  ])
})

test('all of a task’s accuracies over the same choices have its chance', () => {
  const { metrics } = curveTaskOf(task, (spec) => metricOf(task, spec))
  expect(metrics.map(({ column, chance, maximum }) => [column, chance, maximum])).toEqual([
    ['score_choice_accuracy', 0.5, 1],
    ['score_by_bytes', 0.5, 1],
    ['score_choice_brier', 0, 1],
    ['score_target_loglikelihood', undefined, 0],
  ])
})
