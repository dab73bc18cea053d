import { describe, expect, test } from 'vitest'
import type { AggregateMetric } from '../../../src/domain/metric.ts'
import type { MetricSpec, Task } from '../../../src/domain/task.ts'
import { compileScorers, metricOf } from '../../../src/scorers/compile-scorers.ts'
import { contextOf } from '../../fixtures/scored.ts'
import { makeItem, makeTask } from '../../fixtures/tasks.ts'

const ONE = makeItem('one', 'Write.', '', {
  targets: [''],
  fields: { instruction_id_list: ['punctuation:no_comma'], kwargs: [{}] },
})
const THREE = makeItem('three', 'Write.', '', {
  targets: [''],
  fields: {
    instruction_id_list: ['punctuation:no_comma', 'startend:quotation', 'change_case:english_lowercase'],
    kwargs: [{}, {}, {}],
  },
})

function spec(metric: string, options: MetricSpec['options'] = {}, name = metric): MetricSpec {
  return { metric, extraction: 'whole', options, name, column: `score_${name}` }
}

const METRICS: readonly [MetricSpec, ...MetricSpec[]] = [
  spec('prompt_level_accuracy'),
  spec('prompt_level_accuracy', { mode: 'loose' }, 'loose'),
  spec('instructions_followed'),
  spec('instruction_level_accuracy'),
]

function taskWith(changes: Partial<Task> = {}): Task {
  return makeTask({
    queries: [ONE, THREE],
    extractions: [{ name: 'whole', type: 'whole', options: {} }],
    metrics: METRICS,
    primary: 'score_prompt_level_accuracy',
    ...changes,
  })
}

describe('of one response', () => {
  const scorers = compileScorers(taskWith())

  test.each([
    ['"all is well"', [1, 1, 1]],
    ['Sure, here:\n"all is well"', [0, 1, 0]],
    ['"all, is well"', [0, 0, 2 / 3]],
    ['No, not at all', [0, 0, 0]],
  ] as const)('%j', (response, [prompt, loose, share]) => {
    expect(scorers.score({ ...contextOf(response, ['']), item: THREE })).toEqual({
      score_prompt_level_accuracy: prompt,
      score_loose: loose,
      score_instructions_followed: share,
    })
  })

  test.each(['refused', 'empty'] as const)('%s: no response follows nothing', (outcome) => {
    expect(scorers.score({ ...contextOf('', ['']), item: ONE, outcome })).toEqual({
      score_prompt_level_accuracy: 0,
      score_loose: 0,
      score_instructions_followed: 0,
    })
  })

  test('truncated: not all are followed, though some may be', () => {
    expect(scorers.score({ ...contextOf('so far', ['']), item: ONE, outcome: 'truncated' })).toEqual({
      score_prompt_level_accuracy: 0,
      score_loose: 0,
      score_instructions_followed: 1,
    })
  })

  test('the response counts as it stands, its empty lines included', () => {
    const item = makeItem('lines', 'Write.', '', {
      targets: [''],
      fields: {
        instruction_id_list: ['length_constraints:nth_paragraph_first_word'],
        kwargs: [{ num_paragraphs: 1, nth_paragraph: 1, first_word: 'so' }],
      },
    })
    const shareOf = (response: string) =>
      (
        compileScorers(taskWith({ queries: [item] })).score({ ...contextOf(response, ['']), item }) as Record<
          string,
          number
        >
      ).score_instructions_followed
    expect([shareOf('So it is.'), shareOf('\n\nSo it is.')]).toEqual([1, 0])
  })
})

describe('of all responses of a point', () => {
  const metric = metricOf(taskWith(), spec('instruction_level_accuracy')) as AggregateMetric
  const rowOf = ({ id, targets, fields }: typeof ONE, share: number | undefined) => ({
    item: id,
    answer: '',
    targets,
    fields,
    scores:
      share === undefined ? {} : ({ score_instructions_followed: share } as { [column: string]: number }),
  })

  test('an item counts as often as it has instructions', () => {
    const score = metric.prepare([rowOf(ONE, 1), rowOf(THREE, 1 / 3), rowOf(THREE, undefined)])
    expect(score([1, 1, 1])).toBe(2 / 4)
    expect(score([0, 2, 5])).toBe(1 / 3)
    expect(score([0, 0, 1])).toBeUndefined()
  })

  test('it needs the column of instructions_followed', () => {
    const without = taskWith({ metrics: [spec('prompt_level_accuracy')] })
    expect(() => metricOf(without, spec('instruction_level_accuracy'))).toThrow(
      'has no metric instructions_followed with the column score_instructions_followed',
    )
  })
})

test('an item that makes no sense is told by its id', () => {
  const item = makeItem('odd', 'Write.', '', { fields: { instruction_id_list: ['no_comma'], kwargs: [{}] } })
  expect(() => compileScorers(taskWith({ queries: [ONE, item] }))).toThrow(
    /item odd: unknown instruction "no_comma"/,
  )
})
