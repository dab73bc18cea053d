import { describe, expect, test } from 'vitest'
import { type AdditiveReport, additiveReport } from '../../../src/curves/loss/additive-report.ts'
import { type ProductReport, productReport } from '../../../src/curves/loss/product-report.ts'
import type { TrainedModel } from '../../../src/curves/loss/trained-models.ts'
import { type RandomStream, randomStream } from '../../../src/domain/random.ts'

const SIZES = [1e7, 4e7, 1.6e8, 6.4e8]
const TOKENS = [1e9, 8e9, 6.4e10]
const ADDITIVE = { asymptote: 1.1, size: 0.32, data: 0.29 }
const additive = (n: number, d: number): number => 1.1 + 300 * n ** -0.32 + 500 * d ** -0.29

interface Complete extends TrainedModel {
  readonly parameters: number
  readonly trainingTokens: number
  readonly trainingFlops: number
}

/** Each size with each number of tokens; compute is off 6·N·D by up to a factor of e. */
function crossed(
  random: RandomStream,
  loss: (model: { readonly n: number; readonly d: number; readonly c: number }) => number,
  family = 'Lab',
): Complete[] {
  return SIZES.flatMap((n) =>
    TOKENS.map((d) => {
      const c = 6 * n * d * Math.exp(2 * random.unit() - 1)
      const model = `${family} ${n} ${d}`
      return { model, family, parameters: n, trainingTokens: d, trainingFlops: c, loss: loss({ n, d, c }) }
    }),
  )
}

/** A standard normal number, nearly: a sum of twelve uniform ones. */
const normal = (random: RandomStream) => Array.from({ length: 12 }, random.unit).reduce((a, b) => a + b, -6)

const productOf = (found: ProductReport) => {
  if (!('intervals' in found)) throw new Error(found.law.reason)
  return found
}
const additiveOf = (found: AdditiveReport) => {
  if (!('intervals' in found)) throw new Error(found.law.reason)
  return found
}
const covers = ({ low, high }: { readonly low: number; readonly high: number }, value: number) =>
  low <= value && value <= high

describe('the product law of compute, data and size', () => {
  const product = ({ n, d, c }: { readonly n: number; readonly d: number; readonly c: number }) =>
    40 * c ** -0.05 * d ** -0.04 * n ** -0.03

  test('its t intervals cover the truth as often as they say, or more', () => {
    const covered = { compute: 0, data: 0, parameters: 0 }
    const samples = 300
    for (let sample = 0; sample < samples; sample++) {
      const random = randomStream('product', sample)
      const models = crossed(random, (one) => product(one) * Math.exp(0.01 * normal(random)))
      const { intervals, df } = productOf(productReport({ models }))
      expect(df).toBe(8)
      if (covers(intervals.compute, 0.05)) covered.compute++
      if (covers(intervals.data, 0.04)) covered.data++
      if (covers(intervals.parameters, 0.03)) covered.parameters++
    }
    // 95 % of 300 is 285, with a standard deviation of 3.8; HC3 errs on the wide side.
    for (const count of Object.values(covered)) expect(count).toBeGreaterThanOrEqual(274)
  })

  test('families have intercepts of their own, and the exponents in common', () => {
    const random = randomStream('families')
    const models = [
      ...crossed(random, product, 'A'),
      ...crossed(random, (one) => 1.3 * product(one), 'B').slice(0, 6),
    ]
    const { law, families, df } = productOf(productReport({ models }))
    expect(families).toEqual(['A', 'B'])
    expect(df).toBe(18 - 5)
    expect(law.compute.value).toBeCloseTo(0.05, 8)
    expect(law.families).toMatchObject([{ family: 'B', value: expect.closeTo(Math.log(1.3), 8) }])
  })

  test.each([
    [9, 2, 10],
    [10, 2, undefined],
    [10, 3, 11],
    [8, 1, undefined],
    [7, 1, 8],
  ])('%i models of %i families: it takes %s', (count, families, needed) => {
    const models = crossed(randomStream('few'), product)
      .slice(0, count)
      .map((model, at) => ({ ...model, family: `F${at % families}` }))
    const found = productReport({ models })
    if (needed === undefined) expect(found.law.state).toBe('fitted')
    else expect(found).toMatchObject({ law: { reason: 'too_few_models' }, needed })
  })

  test('compute of 6·N·D is dependent; data in proportion to size nearly so: refused with the condition number', () => {
    const exact = crossed(randomStream('exact'), product).map((model) => ({
      ...model,
      trainingFlops: 6 * model.parameters * model.trainingTokens,
    }))
    expect(productReport({ models: exact }).law).toMatchObject({
      reason: 'collinear',
      conditionNumber: Infinity,
    })
    const random = randomStream('near')
    const proportional = Array.from({ length: 12 }, (_, step) => {
      const n = 1e7 * 2 ** step
      const d = 20 * n * Math.exp(0.1 * random.unit())
      return {
        model: `${n}`,
        family: 'Lab',
        parameters: n,
        trainingTokens: d,
        trainingFlops: 6 * n * d,
        loss: 2,
      }
    })
    const { law } = productReport({ models: proportional })
    expect(law).toMatchObject({ reason: 'collinear' })
    expect(law.conditionNumber).toBeGreaterThan(30)
  })

  test('units of N, D and C move κ alone', () => {
    const models = crossed(randomStream('units'), product)
    const plain = productOf(productReport({ models }))
    const inMillions = productOf(
      productReport({
        models: models.map((model) => ({
          ...model,
          parameters: model.parameters / 1e6,
          trainingTokens: model.trainingTokens / 1e9,
          trainingFlops: model.trainingFlops / 1e15,
        })),
      }),
    )
    for (const name of ['compute', 'data', 'parameters'] as const)
      expect(inMillions.law[name].value).toBeCloseTo(plain.law[name].value, 8)
    expect(inMillions.law.lnScale.value).not.toBeCloseTo(plain.law.lnScale.value, 1)
    expect(inMillions.law.conditionNumber).toBeCloseTo(plain.law.conditionNumber, 8)
  })
})

describe('the additive law of size and data', () => {
  const options = { random: randomStream('additive'), resamples: 60 }

  /** Items harder or easier everywhere, and off by themselves at each model. */
  function withItems(name: string, items = 100) {
    const random = randomStream('items', name)
    const models = crossed(random, () => 0)
    const values = Array.from({ length: items }, () => {
      const hardness = 0.8 + 0.4 * random.unit()
      return models.map(
        ({ parameters, trainingTokens }) =>
          additive(parameters, trainingTokens) * hardness * (1 + 0.06 * (random.unit() - 0.5)),
      )
    })
    const mean = (at: number) => values.reduce((sum, row) => sum + (row[at] ?? 0), 0) / items
    return { values, models: models.map((model, at) => ({ ...model, loss: mean(at) })) }
  }

  test('its intervals cover the truth as often as they say', () => {
    const covered = { asymptote: 0, size: 0, data: 0 }
    for (let sample = 0; sample < 24; sample++) {
      const { intervals } = additiveOf(
        additiveReport(withItems(`cover ${sample}`, 60), {
          random: randomStream('cover', sample),
          resamples: 60,
        }),
      )
      for (const name of ['asymptote', 'size', 'data'] as const)
        if (covers(intervals[name], ADDITIVE[name])) covered[name]++
    }
    // 95 % of 24 is 22.8, with a standard deviation of 1.1; 60 resamples are a little narrow.
    for (const count of Object.values(covered)) expect(count).toBeGreaterThanOrEqual(19)
  })

  test('without items, from the standard errors; without these, refused', () => {
    const models = crossed(randomStream('errors'), ({ n, d }) => additive(n, d))
    const told = additiveReport({ models: models.map((model) => ({ ...model, error: 0.004 })) }, options)
    const { intervals, weak } = additiveOf(told)
    for (const name of ['asymptote', 'size', 'data'] as const)
      expect(covers(intervals[name], ADDITIVE[name])).toBe(true)
    expect(weak).toEqual([])
    expect(additiveReport({ models }, options).law).toMatchObject({ reason: 'no_errors' })
  })

  test('exponents that large errors leave open are weakly identified', () => {
    const models = crossed(randomStream('weak'), ({ n, d }) => additive(n, d))
    const told = additiveReport({ models: models.map((model) => ({ ...model, error: 0.2 })) }, options)
    if ('intervals' in told) expect(told.weak.length).toBeGreaterThan(0)
    else expect(told.law.reason).toBe('resamples_failed')
  })

  test('families do not share a law unless they are declared to', () => {
    const random = randomStream('two')
    const models = [
      ...crossed(random, ({ n, d }) => additive(n, d), 'A'),
      ...crossed(random, ({ n, d }) => additive(n, d), 'B').slice(0, 5),
    ].map((model) => ({ ...model, error: 0.003 }))
    expect(additiveReport({ models }, options)).toMatchObject({
      families: ['A'],
      models: expect.objectContaining({ length: 12 }),
    })
    expect(additiveReport({ models }, { ...options, familiesDeclared: true })).toMatchObject({
      families: ['A', 'B'],
      models: expect.objectContaining({ length: 17 }),
    })
  })

  test.each([
    ['data change nothing', (n: number) => 1.1 + 300 * n ** -0.32, 'no_data_term'],
    ['size changes nothing', (_n: number, d: number) => 1.1 + 500 * d ** -0.29, 'no_size_term'],
    ['nothing changes anything', () => 2, 'flat'],
  ] as const)('%s: not identifiable', (_name, loss, reason) => {
    const models = crossed(randomStream('no'), ({ n, d }) => loss(n, d))
    expect(additiveReport({ models }, options).law).toMatchObject({ state: 'not_identifiable', reason })
  })

  test('units of N and D move A and B alone', () => {
    const models = crossed(randomStream('units'), ({ n, d }) => additive(n, d)).map((model, at) => ({
      ...model,
      loss: model.loss * (1 + 0.003 * Math.sin(7 * at)),
      error: 0.003,
    }))
    const few = { ...options, resamples: 20 }
    const { law: plain } = additiveOf(additiveReport({ models }, few))
    const { law: moved } = additiveOf(
      additiveReport(
        {
          models: models.map((model) => ({
            ...model,
            parameters: model.parameters / 1e6,
            trainingTokens: model.trainingTokens / 1e9,
          })),
        },
        few,
      ),
    )
    expect(moved.asymptote).toBeCloseTo(plain.asymptote, 3)
    expect(moved.size.exponent).toBeCloseTo(plain.size.exponent, 4)
    expect(moved.data.exponent).toBeCloseTo(plain.data.exponent, 4)
    expect(Math.log(moved.size.amplitude / plain.size.amplitude) / Math.log(1e-6)).toBeCloseTo(
      plain.size.exponent,
      3,
    )
  })
})

describe('what models do not state', () => {
  const models = crossed(randomStream('stated'), ({ n, d }) => additive(n, d))

  test('is named, and the model left out', () => {
    const [first, second, third, ...others] = models
    if (first === undefined || second === undefined || third === undefined) throw new Error('no models')
    const some = [
      { ...first, trainingFlops: undefined },
      { ...second, trainingTokens: undefined },
      { ...third, loss: 0 },
      ...others,
    ]
    const found = productReport({ models: some })
    expect(found.models).toHaveLength(9)
    expect(found.missing).toEqual([
      { what: 'trainingTokens', models: [second.model] },
      { what: 'trainingFlops', models: [first.model] },
    ])
  })

  test('of every model: refused, without a number', () => {
    const none = models.map(({ trainingFlops, trainingTokens, ...model }) => model)
    expect(productReport({ models: none })).toMatchObject({
      models: [],
      needed: 8,
      law: { reason: 'too_few_models' },
    })
    expect(additiveReport({ models: none }, { random: randomStream('none') })).toMatchObject({
      models: [],
      law: { reason: 'too_few_models' },
    })
    expect(productReport({ models: [] }).law).toMatchObject({ reason: 'too_few_models' })
  })
})
