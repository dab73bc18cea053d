import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Item } from '../../src/domain/item.ts'
import type { Likelihood } from '../../src/domain/likelihood.ts'
import type { Options } from '../../src/domain/option-rule.ts'
import type { MetricSpec, Task } from '../../src/domain/task.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { brierScore } from '../../src/scorers/metrics/choice-brier.ts'
import { contextOf } from '../fixtures/scored.ts'
import { makeItem, makeTask } from '../fixtures/tasks.ts'

const CHOICES = ['cat', 'lizard', 'newt'] as const

/** ln p of ` cat`, ` lizard`, ` newt` after the prompt, and after one that asks nothing. */
function likelihoods(after: readonly number[], before?: readonly number[]): Likelihood[] {
  return CHOICES.map((choice, place) => ({
    text: ` ${choice}`,
    logProbability: after[place] ?? 0,
    tokens: 1,
    unconditional: before?.[place],
  }))
}

function taskWith(metric: string, options: Options = {}): Task {
  const spec: MetricSpec = { metric, extraction: 'first_line', options, column: 'score_it' }
  return makeTask({ metrics: [spec], primary: 'score_it', likelihood: { of: 'choices' } })
}

function itemWith(...targets: readonly [string, ...string[]]): Item {
  return makeItem('q', 'which?', targets[0], { targets, choices: CHOICES })
}

function scoreOf(task: Task, item: Item, given: readonly Likelihood[] | undefined) {
  const scorers = compileScorers(task)
  const scores = scorers.score({ ...contextOf('', item.targets, { likelihoods: given }), item })
  if (scores instanceof Promise) throw new Error('no promise here')
  return scores.score_it
}

describe('choice_accuracy', () => {
  test.each<[string, Options, Likelihood[], string, number | undefined]>([
    ['the highest sum', {}, likelihoods([-3, -2, -4]), 'lizard', 1],
    ['the highest sum, wrong', {}, likelihoods([-3, -2, -4]), 'cat', 0],
    [
      'the highest per byte: -3/4, -3.5/7, -4/5',
      { normalise: 'bytes' },
      likelihoods([-3, -3.5, -4]),
      'lizard',
      1,
    ],
    ['by sum it would be another', { normalise: 'none' }, likelihoods([-3, -3.5, -4]), 'lizard', 0],
    [
      'the one that the prompt makes likelier most',
      { normalise: 'unconditional' },
      likelihoods([-3, -3.5, -4], [-3, -4, -9]),
      'newt',
      1,
    ],
    [
      'without the other prompt there is no score',
      { normalise: 'unconditional' },
      likelihoods([-1, -2, -3]),
      'cat',
      undefined,
    ],
    ['of equal ones the first', {}, likelihoods([-2, -2, -5]), 'cat', 1],
    ['of equal ones not the second', {}, likelihoods([-2, -2, -5]), 'lizard', 0],
  ])('%s', (_name, options, given, target, score) => {
    expect(scoreOf(taskWith('choice_accuracy', options), itemWith(target), given)).toBe(score)
  })

  test('any of several targets is right', () => {
    expect(scoreOf(taskWith('choice_accuracy'), itemWith('cat', 'newt'), likelihoods([-9, -5, -1]))).toBe(1)
  })

  test.each([
    ['none were taken', undefined],
    ['they are not of the choices', likelihoods([-1, -2, -3]).slice(0, 1)],
  ])('there is no score where %s', (_name, given) => {
    for (const metric of ['choice_accuracy', 'choice_brier'])
      expect(scoreOf(taskWith(metric), itemWith('cat'), given)).toBeUndefined()
  })
})

describe('choice_brier', () => {
  const even = Math.log(1 / 3)
  test.each<[string, Likelihood[], readonly [string, ...string[]], number]>([
    // (1 − 1/3)² + 2 (1/3)² = 2/3.
    ['all alike', likelihoods([even, even, even]), ['cat'], 1 - 1 / 3],
    // (1 − 0.7)² + 0.2² + 0.1² = 0.14.
    ['mostly right', likelihoods([0.7, 0.2, 0.1].map(Math.log)), ['cat'], 1 - 0.07],
    // Not summing to 1, it is the share that counts: 0.07 : 0.02 : 0.01.
    ['the same of less likely texts', likelihoods([0.07, 0.02, 0.01].map(Math.log)), ['cat'], 1 - 0.07],
    // 0.2² + 0.7² + (1 − 0.1)² = 1.34.
    ['mostly wrong', likelihoods([0.7, 0.2, 0.1].map(Math.log)), ['newt'], 1 - 0.67],
    // The right ones as one: (1 − 0.8)² + 0.2² = 0.08.
    ['two right ones', likelihoods([0.7, 0.2, 0.1].map(Math.log)), ['cat', 'newt'], 1 - 0.04],
    ['far apart without an overflow', likelihoods([-2000, -1000, -3000]), ['lizard'], 1],
  ])('%s', (_name, given, targets, score) => {
    expect(scoreOf(taskWith('choice_brier'), itemWith(...targets), given)).toBeCloseTo(score, 12)
  })

  test('is in [0, 2], lowest for the right one alone, and the same for shifted scores', () => {
    const scores = fc.array(fc.double({ min: -500, max: 0, noNaN: true }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(scores, fc.nat(), fc.double({ min: -50, max: 50, noNaN: true }), (list, pick, shift) => {
        const right = pick % list.length
        const of = (by: number) =>
          brierScore(list.map((score, place) => ({ score: score + by, right: place === right })))
        expect(of(0)).toBeGreaterThanOrEqual(0)
        expect(of(0)).toBeLessThanOrEqual(2)
        expect(of(shift)).toBeCloseTo(of(0), 9)
      }),
    )
  })
})

describe('target_loglikelihood', () => {
  const target: Likelihood = { text: ' né', logProbability: -6, tokens: 2 }
  test('per UTF-8 byte, the delimiter counted', () => {
    expect(scoreOf(taskWith('target_loglikelihood'), makeItem('q', 'a', 'né'), [target])).toBe(-6 / 4)
  })
  test('of the choice that is the first target, not renormalised', () => {
    const given = likelihoods([-3, -2, -4])
    expect(scoreOf(taskWith('target_loglikelihood'), itemWith('newt', 'cat'), given)).toBe(-4 / 5)
  })
  test('there is none where the provider has none', () => {
    expect(scoreOf(taskWith('target_loglikelihood'), makeItem('q', 'a', 'b'), undefined)).toBeUndefined()
  })
  test.each(['refused', 'empty', 'truncated', 'unparsed', 'ok'] as const)(
    'whatever was answered: %s',
    (outcome) => {
      const scorers = compileScorers(taskWith('target_loglikelihood'))
      const context = contextOf('no', ['né'], { outcome, likelihoods: [target] })
      expect(scorers.score(context)).toEqual({ score_it: -1.5 })
    },
  )
  test('an item without a target is refused', () => {
    const task = makeTask({ ...taskWith('target_loglikelihood'), queries: [makeItem('q', 'a', '')] })
    expect(() => compileScorers(task)).toThrow('has no target, which target_loglikelihood reads')
  })
})

describe('the choice that counts as the answer', () => {
  const given = likelihoods([-3, -3.5, -4], [-3, -4, -9])
  test.each<[string, Options, number]>([
    ['choice_accuracy', {}, 0],
    ['choice_accuracy', { normalise: 'bytes' }, 1],
    ['choice_brier', { normalise: 'unconditional' }, 2],
    ['target_loglikelihood', {}, 0],
  ])('is what the primary metric goes by: %s %j', (metric, options, place) => {
    expect(compileScorers(taskWith(metric, options)).choose?.(given)).toBe(place)
  })
  test('is nobody’s business where an answer is written', () => {
    expect(compileScorers(makeTask()).choose).toBeUndefined()
  })
})
