import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/domain/input-error.ts'
import type { Task } from '../../src/domain/task.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { EXTRACTIONS } from '../../src/scorers/extractions.ts'
import { METRICS } from '../../src/scorers/metrics.ts'
import { scorerVocabulary } from '../../src/scorers/scorer-vocabulary.ts'
import { scored } from '../fixtures/scored.ts'

function taskWith(changes: Partial<Task> = {}): Task {
  return {
    name: 'sums',
    suite: 'test',
    version: '1',
    template: { input: '', target: '', targetDelimiter: ' ', demonstrationDelimiter: '\n\n' },
    demonstrations: 'random',
    pool: [],
    queries: [{ id: '0', input: '1 + 2', targets: ['3'], fields: {} }],
    decoding: { maxTokens: 8, temperature: 0, stop: [] },
    extractions: [
      { name: 'line', type: 'first-line', options: {} },
      { name: 'number', type: 'last-number', options: {} },
    ],
    metrics: [
      { metric: 'exact_match', extraction: 'line', options: {}, column: 'score_exact_match' },
      { metric: 'exact_match', extraction: 'number', options: {}, column: 'score_exact_match_number' },
      { metric: 'digit_accuracy', extraction: 'number', options: {}, column: 'score_digit_accuracy_number' },
      { metric: 'edit_similarity', extraction: 'line', options: {}, column: 'score_edit_similarity' },
    ],
    primary: 'score_exact_match',
    chance: 0,
    maximum: 1,
    ...changes,
  }
}

describe('an item without a target', () => {
  const unanswered = { queries: [{ id: 'poem', input: 'Write.', targets: [''] as const, fields: {} }] }

  test.each(['exact_match', 'contains', 'edit_similarity', 'chrf', 'bleu', 'macro_f1'])(
    'is refused by %s',
    (metric) => {
      const metrics = [{ metric, extraction: 'line', options: {}, column: 'score' }] as const
      expect(() => compileScorers(taskWith({ ...unanswered, metrics }))).toThrow(
        new RegExp(
          `^task sums, item poem: has no target, which ${metric} reads; metrics that need none: .*judge`,
        ),
      )
    },
  )

  test('is nothing to a metric that goes by other things', () => {
    const options = { model: 'm', question: 'Is it good?' }
    const metrics = [{ metric: 'judge', extraction: 'line', options, column: 'score' }] as const
    expect(() => compileScorers(taskWith({ ...unanswered, metrics }))).not.toThrow()
  })
})

describe('scoring', () => {
  const scorers = compileScorers(taskWith())

  test('several extractions and metrics read the same response', () => {
    expect(scored(scorers, 'it is 124\nnext', ['123'])).toEqual({
      answer: 'it is 124',
      unparsed: false,
      complete: true,
      scores: {
        score_exact_match: 0,
        score_exact_match_number: 0,
        score_digit_accuracy_number: 2 / 3,
        score_edit_similarity: 2 / 9,
      },
    })
  })

  test('an extraction that finds nothing scores 0 on its own metrics only', () => {
    expect(scored(scorers, 'three', ['three'])).toMatchObject({
      unparsed: false,
      scores: { score_exact_match: 1, score_exact_match_number: 0, score_digit_accuracy_number: 0 },
    })
  })

  test('unparsed speaks of the primary extraction', () => {
    expect(scored(scorers, ' \n', ['3'])).toMatchObject({ answer: undefined, unparsed: true })
  })

  test('a truncated response scores 0 on discontinuous metrics, its partial answer on continuous ones', () => {
    expect(scored(scorers, '123', ['123'], 'truncated')).toMatchObject({
      answer: '123',
      complete: false,
      scores: { score_exact_match: 0, score_exact_match_number: 0, score_edit_similarity: 1 },
    })
  })

  test('no answer scores 0, even against an empty target', () => {
    expect(scored(scorers, '123', ['123'], 'refused').scores).toEqual({
      score_exact_match: 0,
      score_exact_match_number: 0,
      score_digit_accuracy_number: 0,
      score_edit_similarity: 0,
    })
    expect(scored(scorers, '', [''], 'empty').scores.score_exact_match).toBe(0)
  })
})

test.each<[name: string, changes: Partial<Task>, message: RegExp]>([
  [
    'an unknown extraction',
    { extractions: [{ name: 'line', type: 'firstline', options: {} }] },
    /unknown extraction type in task sums: "firstline"; did you mean "first-line"\?; allowed: whole, first-line/,
  ],
  [
    'an unknown metric',
    { metrics: [{ metric: 'exact', extraction: 'line', options: {}, column: 'score_exact' }] },
    /unknown metric in task sums: "exact".*allowed: exact_match, contains/,
  ],
  [
    'a name that every object has',
    { metrics: [{ metric: 'constructor', extraction: 'line', options: {}, column: 'score_x' }] },
    /unknown metric in task sums: "constructor"/,
  ],
  [
    'an unknown option',
    {
      metrics: [
        {
          metric: 'exact_match',
          extraction: 'line',
          options: { normalize: ['trim'] },
          column: 'score_exact',
        },
      ],
    },
    /unknown option of metric exact_match of task sums "normalize"; did you mean "normalise"\?/,
  ],
  [
    'an unknown normalisation',
    {
      metrics: [
        {
          metric: 'exact_match',
          extraction: 'line',
          options: { normalise: ['lowercase'] },
          column: 'score_e',
        },
      ],
    },
    /"lowercase"; did you mean "lower-case"\?/,
  ],
  [
    'an option of the wrong type',
    {
      metrics: [{ metric: 'chrf', extraction: 'line', options: { normalise: 'trim' }, column: 'score_chrf' }],
    },
    /metric chrf of task sums, option normalise: found "trim", wanted a list of names/,
  ],
  [
    'a missing option',
    { extractions: [{ name: 'line', type: 'after-marker', options: {} }] },
    /extraction after-marker of task sums needs the option marker/,
  ],
  [
    'a metric on an extraction that is not there',
    { metrics: [{ metric: 'chrf', extraction: 'lines', options: {}, column: 'score_chrf_lines' }] },
    /unknown extraction of metric chrf: "lines"; did you mean "line"\?; allowed: line, number/,
  ],
  [
    'a target without digits under digit accuracy',
    {
      queries: [
        { id: '0', input: '', targets: ['3'], fields: {} },
        { id: '1', input: '', targets: ['six'], fields: {} },
      ],
    },
    /task sums, item 1: target "six" has no number, which digit_accuracy needs/,
  ],
])('%s is refused', (_name, changes, message) => {
  const compile = () => compileScorers(taskWith(changes))
  expect(compile).toThrow(InputError)
  expect(compile).toThrow(message)
})

test('the vocabulary is plain data that names every extraction and metric', () => {
  expect(JSON.parse(JSON.stringify(scorerVocabulary))).toEqual(scorerVocabulary)
  expect(Object.keys(scorerVocabulary.extractions)).toEqual(Object.keys(EXTRACTIONS))
  expect(Object.keys(scorerVocabulary.metrics)).toEqual(Object.keys(METRICS))
})
