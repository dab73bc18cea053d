import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bootstrapInterval, quantile } from '../../src/curves/bootstrap-interval.ts'
import { clusteredMean, effectiveTrials, meanOf } from '../../src/curves/clustered-mean.ts'
import { normalisedScore } from '../../src/curves/normalised-score.ts'
import { tInterval } from '../../src/curves/t-interval.ts'
import { trialWeightedMean } from '../../src/curves/trial-weighted-mean.ts'
import { wilsonInterval } from '../../src/curves/wilson.ts'
import { randomStream } from '../../src/domain/random.ts'
import { describeWith } from '../real-parts.ts'
import { referenceCases } from './reference-cases.ts'

// Expected values: statsmodels.stats.proportion.proportion_confint(k, n, method='wilson').
test.each([
  [0, 20, 0, 0.16112515805281938],
  [20, 20, 0.8388748419471806, 1],
  [81, 164, 0.4184045401918173, 0.569679452797444],
  [1, 1, 0.2065493143772374, 1],
])('Wilson %d of %d', (successes, n, low, high) => {
  const interval = wilsonInterval(successes / n, n)
  expect(interval.low).toBeCloseTo(low, 12)
  expect(interval.high).toBeCloseTo(high, 12)
})

test('a Wilson interval holds its proportion and stays in [0, 1]', () => {
  const counts = fc
    .integer({ min: 1, max: 3000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
  fc.assert(
    fc.property(counts, ([successes, n]) => {
      const p = successes / n
      const { low, high } = wilsonInterval(p, n)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      expect(low).toBeLessThanOrEqual(p)
      expect(high).toBeGreaterThanOrEqual(p)
      expect(high - low).toBeGreaterThan(0)
    }),
  )
})

test('the mean of item means, its error and its t interval', () => {
  const units = clusteredMean([1, 0, 1, 1])
  expect(units).toEqual({ mean: 0.75, se: 0.25, n: 4 })
  // scipy.stats.t.ppf(.975, 3) = 3.182446305284263
  expect(tInterval(0.75, 0.25, 4).low).toBeCloseTo(0.75 - 0.25 * 3.182446305284263, 12)
})

test.each([
  ['one cluster', [0.5], 3, 1],
  ['all right', [1, 1, 1], 9, 3],
  ['all wrong', [0, 0], 6, 2],
  ['repeats that always agree', [1, 0, 1, 0], 8, 3],
])('effective trials of %s', (_name, means, trials, expected) => {
  const units = clusteredMean(means)
  expect(units && effectiveTrials(units, trials)).toBeCloseTo(expected, 12)
})

test('nothing to average', () => {
  expect(clusteredMean([])).toBeUndefined()
})

test.each([
  [0.25, 0.25, 1, 0],
  [0.1, 0.25, 1, -0.2],
  [0.45, 0, 0.9, 0.5],
])('score %d with chance %d and maximum %d', (score, chance, maximum, expected) => {
  expect(normalisedScore(score, chance, maximum)).toBeCloseTo(expected, 12)
})

test('quantiles interpolate between order statistics', () => {
  // numpy.quantile([1, 2, 4, 8], [0, .25, .5, .9, 1])
  const expected = [1, 1.75, 3, 6.8, 8]
  for (const [place, probability] of [0, 0.25, 0.5, 0.9, 1].entries())
    expect(quantile([1, 2, 4, 8], probability)).toBeCloseTo(expected[place] ?? Number.NaN, 12)
})

test('a bootstrap interval of a mean is close to its normal one and repeats itself', () => {
  const units = Array.from({ length: 100 }, (_, index) => index % 2)
  const run = () => bootstrapInterval(units, meanOf, { resamples: 4000, random: randomStream('test') })
  const { low, high, sd } = run()
  expect(sd).toBeCloseTo(0.05, 2)
  expect(low).toBeCloseTo(0.5 - 1.96 * 0.05, 1)
  expect(high).toBeCloseTo(0.5 + 1.96 * 0.05, 1)
  expect(run()).toEqual({ low, high, sd })
})

describeWith(['shared'], 'reference values', () => {
  test.each(referenceCases('wilson'))('$id $name', ({ input, expected }) => {
    const { successes, n, confidence } = input as { successes: number; n: number; confidence: number }
    const interval = wilsonInterval(successes / n, n, confidence)
    expect(interval.low).toBeCloseTo(Number(expected.low), 10)
    expect(interval.high).toBeCloseTo(Number(expected.high), 10)
    if (successes === 0) expect(interval.low).toBe(0)
    if (successes === n) expect(interval.high).toBe(1)
  })

  test.each(referenceCases('normalised_score'))('$id $name', ({ input, expected }) => {
    const { score, chance, max } = input as { score: number; chance: number; max: number }
    expect(normalisedScore(score, chance, max)).toBeCloseTo(Number(expected.value), 12)
  })

  describe('clustered means', () => {
    const cases = referenceCases('clustered_mean')

    test.each(cases.filter(({ input }) => input.weighting !== 'trial'))(
      '$id $name',
      ({ input, expected }) => {
        const { scores, confidence } = input as { scores: number[][]; confidence: number }
        const units = clusteredMean(scores.map(meanOf))
        if (units?.se === undefined) throw new Error('a standard error was expected')
        const nEff = effectiveTrials(units, scores.flat().length)
        const t = tInterval(units.mean, units.se, units.n, confidence)
        const wilson = wilsonInterval(units.mean, nEff, confidence)
        const found = {
          mean: units.mean,
          se: units.se,
          t_low: t.low,
          t_high: t.high,
          n_eff: nEff,
          deff: scores.flat().length / nEff,
          wilson_neff_low: wilson.low,
          wilson_neff_high: wilson.high,
          miller_se: trialWeightedMean(scores).se,
        }
        for (const [name, value] of Object.entries(expected))
          expect(found[name as keyof typeof found], name).toBeCloseTo(Number(value), 9)
      },
    )

    test.each(cases.filter(({ input }) => input.weighting === 'trial'))(
      '$id $name',
      ({ input, expected }) => {
        const { mean, se, seCr1 } = trialWeightedMean(input.scores as number[][])
        expect(mean).toBeCloseTo(Number(expected.mean), 9)
        expect(se).toBeCloseTo(Number(expected.miller_se), 9)
        expect(seCr1).toBeCloseTo(Number(expected.cr1_se), 9)
      },
    )
  })
})
