import { describe, expect, test } from 'vitest'
import { flippedScorer } from '../../src/commands/flipped-score.ts'
import type { MetricSpec } from '../../src/domain/task.ts'
import { makeItem, makeTask } from '../fixtures/tasks.ts'

/** Two labels; the query `q0` is a cat, so that flipped demonstrations call it a dog. */
function scorerOf(metric: Partial<MetricSpec> = {}, target = 'cat') {
  const pool = ['cat', 'dog'].map((label, at) => makeItem(`p${at}`, `in ${at}`, label))
  const spec = { metric: 'exact_match', extraction: 'first_line', options: {}, column: 'score_x', ...metric }
  const task = makeTask({
    pool,
    queries: [makeItem('q0', 'asked', target)],
    metrics: [spec],
    primary: 'score_x',
  })
  return flippedScorer(task)
}

describe('a trial against the flipped label', () => {
  test.each([
    ['the flipped label', 'dog', 'ok', 1],
    ['with blanks', ' dog ', 'ok', 1],
    ['the right label', 'cat', 'ok', 0],
    ['another text', 'horse', 'ok', 0],
    ['other case is another text', 'Dog', 'ok', 0],
    ['no answer', undefined, 'unparsed', 0],
    ['a refusal', 'dog', 'refused', 0],
    ['nothing', undefined, 'empty', 0],
    ['cut off', 'dog', 'truncated', 0],
  ] as const)('%s', (_name, answer, outcome, score) => {
    expect(scorerOf()({ item: 'q0', answer, outcome })).toBe(score)
  })

  test.each([
    ['exact match, lower case', { options: { normalise: ['trim', 'lower-case'] } }, 'Dog', 1],
    ['contains', { metric: 'contains' }, 'It is a dog.', 1],
    ['the likeliest choice', { metric: 'choice_accuracy' }, 'dog', 1],
    [
      'a metric of all answers',
      { metric: 'balanced_accuracy', options: { normalise: ['lower-case'] } },
      'DOG',
      1,
    ],
    ['a judge', { metric: 'judge', options: { model: 'any' } }, 'dogs', 0],
  ] as const)('compared as the task compares: %s', (_name, metric, answer, score) => {
    expect(scorerOf(metric)({ item: 'q0', answer, outcome: 'ok' })).toBe(score)
  })

  test('an item without a flipped label has no score, nor has one that the task does not know', () => {
    expect(scorerOf({}, 'bird')({ item: 'q0', answer: 'cat', outcome: 'ok' })).toBeUndefined()
    expect(scorerOf()({ item: 'gone', answer: 'cat', outcome: 'ok' })).toBeUndefined()
  })
})
