import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/domain/input-error.ts'
import type { AnswerRow } from '../../src/domain/metric.ts'
import type { Options } from '../../src/domain/option-rule.ts'
import type { Task } from '../../src/domain/task.ts'
import { checkScoring } from '../../src/scorers/check-scoring.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { METRICS } from '../../src/scorers/metrics.ts'
import { makeItem, makeTask } from '../fixtures/tasks.ts'
import { answerRow, prepared, scoreRows } from './score-rows.ts'

const TRUTH = 'yes yes yes yes yes no no no maybe maybe'.split(' ')

function rowsOf(answers: string): AnswerRow[] {
  return answers.split(' ').map((answer, index) => answerRow(answer, [TRUTH[index] ?? '']))
}

function recallOf(label: string | number, options: Options, rows: readonly AnswerRow[]): number | undefined {
  const metric = METRICS.recall?.create({ label, ...options }, {})
  if (metric?.level !== 'item') throw new Error('recall is a metric of items')
  return metric.score(rows)
}

// Expected, with scikit-learn 1.9: balanced_accuracy_score(t, p), f1_score(t, p, labels=["yes", "no", "maybe"],
// average="macro", zero_division=0), recall_score(t, p, labels=["yes"], average="macro").
test.each([
  [
    'some right, one of no class',
    'yes yes no yes dunno no yes no yes maybe',
    0.5888888888888889,
    0.6444444444444444,
    0.6,
  ],
  [
    'one constant label',
    'yes yes yes yes yes yes yes yes yes yes',
    0.3333333333333333,
    0.2222222222222222,
    1,
  ],
  ['nothing but other answers', '? ? ? ? ? ? ? ? ? ?', 0, 0, 0],
])('%s', (_name, answers, balanced, f1, recall) => {
  expect(scoreRows('balanced_accuracy', {}, rowsOf(answers))).toBeCloseTo(balanced, 12)
  expect(scoreRows('macro_f1', {}, rowsOf(answers))).toBeCloseTo(f1, 12)
  expect(recallOf('yes', {}, rowsOf(answers))).toBeCloseTo(recall, 12)
})

describe('what an answer names', () => {
  test.each<[string, Options, AnswerRow[], balanced: number, f1: number]>([
    [
      'case matters unless normalised',
      {},
      [answerRow('Yes', ['yes']), answerRow('no', ['no'])],
      1 / 2,
      1 / 2,
    ],
    [
      'steps as for exact_match',
      { normalise: ['lower-case', 'strip-punctuation'] },
      [answerRow('Yes!', ['yes']), answerRow('NO', ['no'])],
      1,
      1,
    ],
    [
      'every target of an item is its class',
      {},
      [answerRow('positive', ['yes', 'positive']), answerRow('positive', ['no'])],
      1 / 2,
      2 / 3 / 2,
    ],
    ['no answer is no class', {}, [answerRow('', ['yes']), answerRow('no', ['no'])], 1 / 2, 1 / 2],
    ['an empty target is never met', {}, [answerRow('', ['']), answerRow('no', ['no'])], 1 / 2, 1 / 2],
  ])('%s', (_name, options, rows, balanced, f1) => {
    expect(scoreRows('balanced_accuracy', options, rows)).toBeCloseTo(balanced, 12)
    expect(scoreRows('macro_f1', options, rows)).toBeCloseTo(f1, 12)
  })

  test('a class that no counted row has is in no mean', () => {
    const rows = [answerRow('yes', ['yes']), answerRow('yes', ['no'])]
    const weighted = prepared('balanced_accuracy', {}, rows)
    expect([weighted([1, 1]), weighted([1, 0]), weighted([0, 1]), weighted([0, 0])]).toEqual([
      0.5,
      1,
      0,
      undefined,
    ])
  })

  test('recall looks at one class, and has no score of others', () => {
    const rows = [answerRow('1', ['1']), answerRow('2', ['1']), answerRow('2', ['2'])]
    expect([recallOf(1, {}, rows), recallOf('2', {}, rows), recallOf('3', {}, rows)]).toEqual([
      0.5,
      1,
      undefined,
    ])
  })
})

describe('laws', () => {
  const text = fc.constantFrom(
    'the cat sat on the mat',
    'a cat sat on a mat',
    'cats sit',
    'on a mat a cat sat',
    '',
  )
  const sentences = fc.tuple(text, fc.array(text, { minLength: 1, maxLength: 3 }))
  const label = fc.constantFrom('yes', 'no', 'maybe')
  const labels = fc.tuple(fc.oneof(label, fc.constantFrom('dunno', '')), fc.tuple(label))

  test.each([
    ['bleu', sentences],
    ['corpus_chrf', sentences],
    ['balanced_accuracy', labels],
    ['macro_f1', labels],
  ])('%s of weighted rows is that of rows repeated as often', (name, row) => {
    const corpus = fc.array(fc.tuple(row, fc.nat({ max: 3 })), { maxLength: 8 })
    fc.assert(
      fc.property(corpus, (drawn) => {
        const rows = drawn.map(([[answer, targets]]) => answerRow(answer, targets))
        const weighted = prepared(name, {}, rows)(drawn.map(([, weight]) => weight))
        const repeated = drawn.flatMap(([[answer, targets], weight]) =>
          Array.from({ length: weight }, () => answerRow(answer, targets)),
        )
        const plain = scoreRows(name, {}, repeated)
        if (plain === undefined) expect(weighted).toBeUndefined()
        else expect(weighted).toBeCloseTo(plain, 12)
        if (weighted !== undefined) expect(weighted >= 0 && weighted <= 1 + 1e-12).toBe(true)
      }),
    )
  })
})

describe('a task', () => {
  const items = TRUTH.map((label, index) => makeItem(String(index), `case ${index}`, label))
  const taskWith = (options: Options, extraction = 'first_line'): Task =>
    makeTask({
      name: 'mood',
      pool: [],
      queries: items,
      extractions: [
        { name: 'first_line', type: 'first-line', options: {} },
        { name: 'whole', type: 'whole', options: {} },
      ],
      metrics: [{ metric: 'recall', name: 'recall_yes', extraction, options, column: 'score_recall_yes' }],
      primary: 'score_recall_yes',
    })

  test('whose items have the label is right, also when a run asks few of them', () => {
    expect(() => checkScoring(taskWith({ label: 'yes' }))).not.toThrow()
    expect(() => compileScorers({ ...taskWith({ label: 'yes' }), queries: items.slice(5) })).not.toThrow()
  })

  test.each([
    [
      taskWith({ label: 'yess' }),
      'task mood, metric recall: unknown label "yess"; did you mean "yes"?; allowed: maybe, no, yes',
    ],
    [
      taskWith({ label: 'yes' }, 'whole'),
      'found extraction whole; metrics of several trials read the first one, first_line',
    ],
    [taskWith({}), 'needs the option label'],
  ])('that is wrong is refused: %#', (task, message) => {
    expect(() => checkScoring(task)).toThrow(InputError)
    expect(() => checkScoring(task)).toThrow(message)
  })
})
