import { expect, test } from 'vitest'
import { suiteScores } from '../../src/commands/suite-scores.ts'
import type { Task } from '../../src/domain/task.ts'
import { pointWith } from '../charts/demo-points.ts'
import { makeTask } from '../fixtures/tasks.ts'

const taskOf = (suite: string, name: string, changes: Partial<Task> = {}) =>
  makeTask({ suite, name, ...changes })

test('models that lack a task are named, those alike together', () => {
  const tasks = [taskOf('words', 'plurals'), taskOf('words', 'antonyms'), taskOf('alone', 'capitals')]
  const has = (model: string, task: string, shots = 0) => pointWith({ score: 0.5, model, task, shots })
  const points = [
    has('full', 'plurals'),
    has('full', 'antonyms'),
    ...[0, 1].flatMap((shots) => [has('a', 'plurals', shots), has('b', 'plurals', shots)]),
    has('c', 'antonyms'),
    has('c', 'capitals'),
  ]
  const made = suiteScores(tasks, points)
  expect(made.points.map(({ model, task }) => [model, task])).toEqual([['full', 'suite:words']])
  expect(made.lines).toEqual([
    'suite words has no mean for a, b at k=0, k=1: no score on antonyms',
    'suite words has no mean for c at k=0: no score on plurals',
  ])
})

test('scores of different units have no mean', () => {
  const likelihood = {
    metrics: [
      {
        metric: 'target_loglikelihood',
        extraction: 'first_line',
        options: {},
        column: 'score_target_loglikelihood',
      },
    ] as const,
    primary: 'score_target_loglikelihood',
    likelihood: { of: 'target' } as const,
  }
  const tasks = [taskOf('words', 'plurals'), taskOf('words', 'antonyms', likelihood)]
  expect(suiteScores(tasks, [])).toEqual({
    points: [],
    lines: ["suite words has no mean: its tasks' primary metrics are not of one unit"],
  })
})
