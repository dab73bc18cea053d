import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bootstrapInterval, quantile } from '../../src/curves/bootstrap-interval.ts'
import { clusteredMean, effectiveTrials, meanOf } from '../../src/curves/clustered-mean.ts'
import { moverInterval } from '../../src/curves/mover-interval.ts'
import { normalisedScore } from '../../src/curves/normalised-score.ts'
import { tInterval } from '../../src/curves/t-interval.ts'
import { wilsonInterval } from '../../src/curves/wilson.ts'
import { randomStream } from '../../src/domain/random.ts'

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
  const meanOfOdd = (times: ArrayLike<number>) =>
    meanOf(Array.from(times).flatMap((count, unit) => Array.from({ length: count }, () => unit % 2)))
  const run = () => bootstrapInterval(100, meanOfOdd, { resamples: 4000, random: randomStream('test') })
  const interval = run()
  expect(interval?.sd).toBeCloseTo(0.05, 2)
  expect(interval?.low).toBeCloseTo(0.5 - 1.96 * 0.05, 1)
  expect(interval?.high).toBeCloseTo(0.5 + 1.96 * 0.05, 1)
  expect(run()).toEqual(interval)
})

test.each([
  [0.04, true],
  [0.06, false],
])('a bootstrap of which a share of %d has no statistic has an interval: %s', (share, has) => {
  let resample = 0
  const statistic = () => (resample++ < share * 1000 ? undefined : resample)
  const interval = bootstrapInterval(3, statistic, { resamples: 1000, random: randomStream('test') })
  expect(interval !== undefined).toBe(has)
})

test('a bootstrap whose resamples agree has no interval: it would have no width', () => {
  expect(bootstrapInterval(3, () => 0.5, { resamples: 100, random: randomStream('test') })).toBeUndefined()
})

describe('the interval of a mean of estimates', () => {
  test('is that of the estimate where there is one, and is symmetric where they are', () => {
    expect(moverInterval([{ score: 0.2, ciLow: 0.1, ciHigh: 0.5 }])).toEqual({ low: 0.1, high: 0.5 })
    const two = [0.4, 0.6].map((score) => ({ score, ciLow: score - 0.06, ciHigh: score + 0.06 }))
    const interval = moverInterval(two)
    expect(interval?.low).toBeCloseTo(0.5 - 0.06 / Math.SQRT2, 12)
    expect(interval?.high).toBeCloseTo(0.5 + 0.06 / Math.SQRT2, 12)
  })

  test('keeps the doubt about tasks at 0, and leaves no scale', () => {
    const atFloor = { score: 0, ciLow: 0, ciHigh: 0.3 }
    const interval = moverInterval([atFloor, atFloor])
    expect(interval?.low).toBe(0)
    expect(interval?.high).toBeCloseTo(0.3 / Math.SQRT2, 12)
  })

  test('is unknown where one of theirs is', () => {
    expect(moverInterval([{ score: 0.5, ciLow: 0.4, ciHigh: 0.6 }, { score: 0.5 }])).toBeUndefined()
    expect(moverInterval([])).toBeUndefined()
  })
})
