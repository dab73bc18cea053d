import { describe, expect, test } from 'vitest'
import { type BenchmarkScores, benchmarkScores } from '../../../src/curves/loss/benchmark-scores.ts'
import { resampledErrors } from '../../../src/curves/loss/bootstrap-laws.ts'
import {
  type SigmoidInput,
  sigmoidOverComponent,
  sigmoidOverCompute,
} from '../../../src/curves/loss/sigmoid-report.ts'
import { randomStream } from '../../../src/domain/random.ts'

const [WEIGHT, MIDDLE, FLOOR, MISS, TRIALS] = [0.9, Math.log(1e21), 0.25, 0.1, 400]
const truth = (x: number): number => FLOOR + (1 - FLOOR - MISS) / (1 + Math.exp(-WEIGHT * (x - MIDDLE)))

/** Twelve models of a ladder of compute with binomial answers; their tokens are such that 6·N·D is C. */
function ladder(name: string, count = 12): SigmoidInput & { readonly computes: readonly number[] } {
  const random = randomStream('sigmoid', name)
  const computes = Array.from({ length: count }, (_, step) => 1e18 * 10 ** (step * 0.5))
  const models = computes.map((trainingFlops, at) => {
    const share = truth(Math.log(trainingFlops))
    const successes = Array.from({ length: TRIALS }, () => Number(random.unit() < share)).reduce(
      (a, b) => a + b,
    )
    const parameters = 1e8 * 2 ** at
    return {
      ...{ model: `m${at}`, parameters, trainingFlops },
      trainingTokens: trainingFlops / (6 * parameters),
      ...{ successes, trials: TRIALS },
    }
  })
  const errors = models.map(({ successes, trials }) => Math.sqrt((successes * (trials - successes)) / trials))
  const won = models.map(({ successes }) => successes)
  const resampled = resampledErrors(won, errors, { random, resamples: 100 })
  const draw = () => resampled.draw().map((value) => Math.min(TRIALS, Math.max(0, value)))
  return { models, computes, floor: FLOOR, resampled: { ...resampled, draw } }
}

const fitted = <Found extends { readonly state: string }>(
  found: Found,
): Extract<Found, { state: 'fitted' }> => {
  if (found.state !== 'fitted') throw new Error(JSON.stringify(found))
  return found as Extract<Found, { state: 'fitted' }>
}

describe('the score over training compute', () => {
  test('its intervals cover the truth as often as they say', () => {
    let [weights, middles] = [0, 0]
    for (let sample = 0; sample < 30; sample++) {
      const { intervals } = fitted(sigmoidOverCompute(ladder(`${sample}`)).found)
      if (intervals.weight.low <= WEIGHT && WEIGHT <= intervals.weight.high) weights++
      if (intervals.midpoint.low <= MIDDLE && MIDDLE <= intervals.midpoint.high) middles++
    }
    // 95 % of 30 is 28.5, with a standard deviation of 1.2.
    expect(weights).toBeGreaterThanOrEqual(25)
    expect(middles).toBeGreaterThanOrEqual(25)
  })

  test('compute that is not stated is 6·N·D, and said to be; models without either are left out', () => {
    const input = ladder('derived')
    const stated = fitted(sigmoidOverCompute(input).found)
    const models = input.models.map(({ trainingFlops, ...model }) => model)
    const derived = sigmoidOverCompute({ ...input, models })
    expect(derived.derived).toHaveLength(12)
    expect(fitted(derived.found).weight).toBeCloseTo(stated.weight, 6)
    const some = models.map((model, at) => (at < 3 ? { ...model, trainingTokens: undefined } : model))
    expect(sigmoidOverCompute({ ...input, models: some })).toMatchObject({
      without: ['m0', 'm1', 'm2'],
      models: expect.objectContaining({ length: 9 }),
      found: { state: 'fitted' },
    })
  })

  test.each([
    ['seven models', ladder('seven', 7), 'too_few_models'],
    ['no models', { ...ladder('none', 8), models: [] }, 'too_few_models'],
    [
      'models that score alike',
      { ...ladder('alike'), models: ladder('alike').models.map((model) => ({ ...model, successes: 100 })) },
      'flat',
    ],
  ])('%s: not identifiable', (_name, input, reason) => {
    expect(sigmoidOverCompute(input).found).toMatchObject({ state: 'not_identifiable', reason })
  })
})

describe('the score over what models score elsewhere', () => {
  const input = ladder('elsewhere')
  const about = { incomplete: [], tasks: ['a', 'b', 'c'] }
  const along = (weights: readonly number[]): BenchmarkScores => ({
    ...about,
    scores: input.computes.map((flops) => weights.map((weight) => weight * Math.log10(flops))),
  })

  test('tasks that grow with compute are as good as compute', () => {
    const found = sigmoidOverComponent(input, along([0.05, 0.1, 0.02]))
    expect(found.share).toBeCloseTo(1, 8)
    // Along the component, a decade of compute is √(0.05² + 0.1² + 0.02²).
    const decade = Math.hypot(0.05, 0.1, 0.02)
    const { weight } = fitted(found.found)
    expect((weight * decade) / Math.LN10).toBeCloseTo(fitted(sigmoidOverCompute(input).found).weight, 3)
  })

  test.each([
    ['one other task', { ...along([0.05]), tasks: ['a'] }, 'too_few_tasks'],
    ['the same scores everywhere', along([0, 0, 0]), 'same_scores'],
  ])('%s: not identifiable', (_name, benchmarks, reason) => {
    expect(sigmoidOverComponent(input, benchmarks)).toMatchObject({ found: { reason } })
  })

  test('fewer models than tasks are no trouble', () => {
    const many = along(Array.from({ length: 20 }, (_, at) => 0.01 * (at + 1)))
    expect(
      sigmoidOverComponent(input, { ...many, tasks: many.scores.map((_, at) => `${at}`) }).found.state,
    ).toBe('fitted')
  })
})

describe('scores on other tasks', () => {
  const point = (task: string, model: string, shots: number, score: number | undefined, metric = 'acc') => ({
    ...{ task, model, shots, score, metric },
  })
  const of = { task: 'own', shots: 4, models: ['x', 'y'], metricOf: () => 'acc' }

  test('at the same number of demonstrations, or where most models have one', () => {
    const points = [
      ...[0, 4, 8].flatMap((shots) => [
        point('same', 'x', shots, shots),
        point('same', 'y', shots, shots + 0.5),
      ]),
      ...[1, 2].flatMap((shots) => [point('other', 'x', shots, shots), point('other', 'y', shots, 3)]),
      point('most', 'x', 4, 1),
      ...['x', 'y'].map((model) => point('most', model, 0, 0.25)),
      point('own', 'x', 4, 9),
      point('same', 'x', 4, 7, 'edit'),
    ]
    expect(benchmarkScores(points, of)).toEqual({
      tasks: ['same', 'other', 'most'],
      scores: [
        [4, 2, 0.25],
        [4.5, 3, 0.25],
      ],
      incomplete: [],
    })
  })

  test('a task without a score of some model is named', () => {
    const points = [point('half', 'x', 4, 1), point('half', 'y', 4, undefined), point('none', 'z', 4, 1)]
    expect(benchmarkScores(points, of)).toEqual({ tasks: [], scores: [[], []], incomplete: ['half', 'none'] })
  })
})
