import { expect, test } from 'vitest'
import { curveTaskOf } from '../../src/curves/curve-context.ts'
import type { ItemMetric, TrialMetric } from '../../src/domain/metric.ts'
import type { Task } from '../../src/domain/task.ts'

const task: Task = {
  name: 'choices',
  suite: 'test',
  version: '1',
  template: { input: '', target: '', targetDelimiter: ' ', demonstrationDelimiter: '\n\n' },
  demonstrations: 'random',
  pool: [],
  queries: [
    { id: '0', input: 'a', targets: ['x', 'y'], fields: {} },
    { id: '1', input: 'b', targets: ['z'], fields: {} },
  ],
  decoding: { maxTokens: 8, temperature: 0, stop: [] },
  extractions: [{ name: 'line', type: 'first-line', options: {} }],
  metrics: [
    { metric: 'exact_match', extraction: 'line', options: {}, column: 'score_exact_match' },
    { metric: 'edit_similarity', extraction: 'line', options: {}, column: 'score_edit_similarity' },
  ],
  primary: 'score_exact_match',
  companion: 'score_edit_similarity',
  chance: 0.25,
  maximum: 0.9,
}

function metricNamed(name: string): TrialMetric {
  const kind = name === 'exact_match' ? 'discontinuous' : 'continuous'
  return { level: 'trial', name, kind, unit: 'fraction', score: () => 0 }
}

test('chance and maximum are the primary metric’s; the others are plain fractions', () => {
  const { name, plannedItems, metrics } = curveTaskOf(task, (spec) => metricNamed(spec.metric))
  expect({ name, plannedItems }).toEqual({ name: 'choices', plannedItems: 2 })
  expect(metrics).toEqual([
    {
      column: 'score_exact_match',
      kind: 'discontinuous',
      unit: 'fraction',
      ofRows: undefined,
      plannedItems: undefined,
      chance: 0.25,
      maximum: 0.9,
    },
    {
      column: 'score_edit_similarity',
      kind: 'continuous',
      unit: 'fraction',
      ofRows: undefined,
      plannedItems: undefined,
      chance: 0,
      maximum: 1,
    },
  ])
})

test('a limited run plans fewer items, and every target of an item is known', () => {
  const made = curveTaskOf(task, (spec) => metricNamed(spec.metric), 1)
  expect(made.plannedItems).toBe(1)
  expect(made.itemOf?.('0')?.targets).toEqual(['x', 'y'])
})

test('a metric of some items alone is planned for these', () => {
  const metric: ItemMetric = {
    level: 'item',
    name: 'recall',
    kind: 'discontinuous',
    unit: 'fraction',
    score: () => 1,
    appliesTo: ({ targets }) => targets[0] === 'z',
  }
  const { metrics } = curveTaskOf(task, () => metric)
  expect(metrics[0]).toMatchObject({ ofRows: metric, plannedItems: 1 })
})
