import { describe, expect, test } from 'vitest'
import { fitAdditiveLaw } from '../../../src/curves/loss/additive-law.ts'
import { firstComponent } from '../../../src/curves/loss/first-component.ts'
import { fitObservationalSigmoid } from '../../../src/curves/loss/observational-sigmoid.ts'

describe('the additive law of size and data', () => {
  const SIZES = [1e7, 4e7, 1.6e8, 6.4e8]
  const TOKENS = [1e9, 8e9, 6.4e10]
  const law = (n: number, d: number): number => 1.1 + 300 * n ** -0.32 + 500 * d ** -0.29
  const crossed = SIZES.flatMap((parameters) => TOKENS.map((tokens) => ({ parameters, tokens })))
  const of = (models: readonly { readonly parameters: number; readonly tokens: number }[]) => ({
    parameters: models.map(({ parameters }) => parameters),
    tokens: models.map(({ tokens }) => tokens),
    losses: models.map(({ parameters, tokens }) => law(parameters, tokens)),
  })

  test('losses without noise give it back', () => {
    const fitted = fitAdditiveLaw(of(crossed))
    if (fitted.state !== 'fitted') throw new Error(fitted.reason)
    expect(fitted.asymptote).toBeCloseTo(1.1, 2)
    expect(fitted.size.exponent).toBeCloseTo(0.32, 2)
    expect(fitted.data.exponent).toBeCloseTo(0.29, 2)
  })

  test.each([
    ['few models', crossed.slice(0, 7), 'too_few_models'],
    [
      'two sizes',
      crossed.filter(({ parameters }) => parameters < 1e8).concat(crossed.slice(0, 4)),
      'too_few_sizes',
    ],
    [
      'data in proportion to size',
      Array.from({ length: 9 }, (_, step) => ({ parameters: 1e7 * 2 ** step, tokens: 2e8 * 2 ** step })),
      'collinear',
    ],
  ])('%s: not identifiable', (_name, models, reason) => {
    expect(fitAdditiveLaw(of(models))).toMatchObject({ state: 'not_identifiable', reason })
  })
})

describe('the first component of benchmark scores', () => {
  test('models on one line of ability are found on it, better ones higher', () => {
    const abilities = [0, 1, 2, 3, 4, 5, 6, 7]
    const found = firstComponent(abilities.map((ability) => [0.1 + 0.05 * ability, 0.2 + 0.1 * ability]))
    if (found.state !== 'found') throw new Error(found.reason)
    expect(found.share).toBeCloseTo(1, 10)
    expect(found.loadings[1]).toBeCloseTo(2 * (found.loadings[0] ?? 0), 10)
    expect(found.scores.toSorted((a, b) => a - b)).toEqual(found.scores)
  })

  test.each([
    ['too few models', Array(7).fill([0.1, 0.2]), 'too_few_models'],
    ['models alike', Array(8).fill([0.1, 0.2]), 'flat'],
  ])('%s', (_name, scores, reason) => {
    expect(firstComponent(scores)).toMatchObject({ state: 'not_identifiable', reason })
  })
})

describe('the observational sigmoid', () => {
  const sigmoid = (x: number): number => 0.25 + 0.65 / (1 + Math.exp(-(1.5 * x - 3)))
  const models = Array.from({ length: 12 }, (_, x) => ({
    x: x / 2,
    successes: 1e6 * sigmoid(x / 2),
    trials: 1e6,
  }))

  test('counts on the curve give it back, in any order', () => {
    const fitted = fitObservationalSigmoid(models.toReversed(), 0.25)
    if (fitted.state !== 'fitted') throw new Error(fitted.reason)
    expect(fitted.weight).toBeCloseTo(1.5, 3)
    expect(fitted.offset).toBeCloseTo(-3, 3)
    expect(fitted.miss).toBeCloseTo(0.1, 4)
  })

  test('fewer than eight models: not identifiable', () => {
    expect(fitObservationalSigmoid(models.slice(0, 7), 0.25)).toMatchObject({ reason: 'too_few_models' })
  })
})
