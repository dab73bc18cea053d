import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ItemMatrix } from '../../../src/curves/item-matrix.ts'
import { resampledErrors } from '../../../src/curves/loss/bootstrap-laws.ts'
import { fitLossCurve, fitMeanLosses, type LossCurve } from '../../../src/curves/loss/loss-curve.ts'
import { fitPowerLaw, type PowerLaw } from '../../../src/curves/loss/power-law.ts'
import { randomStream } from '../../../src/domain/random.ts'

const SIZES = [7e7, 1.6e8, 4.1e8, 1e9, 1.4e9, 2.8e9, 6.9e9, 1.2e10]

/** Losses of items about a law: each item harder or easier everywhere, and off by itself at each size. */
function losses(
  sizes: readonly number[],
  law: (size: number) => number,
  { items = 100, own = 0.1, name = '' } = {},
): ItemMatrix {
  const random = randomStream('losses', name)
  const values = Array.from({ length: items }, () => {
    const hardness = 0.8 + 0.4 * random.unit()
    return sizes.map((size) => law(size) * hardness * (1 + own * (random.unit() - 0.5)))
  })
  return { x: sizes.map(Math.log10), values, binary: false, dropped: 0 }
}

const fitted = (found: ReturnType<typeof fitLossCurve>): LossCurve => {
  if (found.state === 'not_identifiable') throw new Error(found.reason)
  return found
}
const lawOf = (found: ReturnType<typeof fitPowerLaw>): PowerLaw => {
  if (found.state === 'not_identifiable') throw new Error(found.reason)
  return found
}
const quick = { random: randomStream('quick'), resamples: 60 }

describe('the power law of items', () => {
  test('its intervals cover the truth as often as they say', () => {
    const law = (size: number) => 0.6 + 100 * size ** -0.25
    let [exponents, asymptotes] = [0, 0]
    for (let sample = 0; sample < 32; sample++) {
      const matrix = losses(SIZES, law, { items: 80, name: `cover ${sample}` })
      const random = randomStream('cover', sample)
      const { intervals } = fitted(fitLossCurve(matrix, { random, resamples: 80 }))
      if (intervals.exponent.low <= 0.25 && intervals.exponent.high >= 0.25) exponents++
      if ((intervals.asymptote?.low ?? 1) <= 0.6 && (intervals.asymptote?.high ?? 0) >= 0.6) asymptotes++
    }
    // 95 % of 32 is 30.4, with a standard deviation of 1.2.
    expect(exponents).toBeGreaterThanOrEqual(27)
    expect(asymptotes).toBeGreaterThanOrEqual(27)
  })

  test.each([
    ['five sizes, a clear asymptote', SIZES.slice(0, 5), 1.5, 'fitted', true],
    ['five sizes, none', SIZES.slice(0, 5), 0, 'held_at_zero', true],
    ['four sizes, none', SIZES.slice(0, 4), 0, 'held_at_zero', true],
    ['six sizes, none: fitted all the same', SIZES.slice(0, 6), 0, 'fitted', false],
  ] as const)('%s', (_name, sizes, asymptote, state, hasOther) => {
    const matrix = losses(sizes, (size) => asymptote + 2e4 * size ** -0.5, { own: 0.02, name: _name })
    const found = fitted(fitLossCurve(matrix, quick))
    expect(found.asymptote).toBe(state)
    expect(found.alternative !== undefined).toBe(hasOther)
    if (state === 'held_at_zero') {
      expect(found.law.asymptote).toBe(0)
      expect(found.intervals.asymptote).toBeUndefined()
      expect(found.alternative?.intervals.asymptote?.low).toBeLessThanOrEqual(1e-3)
    } else if (hasOther) {
      expect(found.intervals.asymptote?.low).toBeGreaterThan(0)
      expect(found.alternative?.law.asymptote).toBe(0)
    }
  })

  test('an exponent that few noisy items cannot tell is weakly identified, one of many is not', () => {
    const law = (size: number) => 1 + 3 * size ** -0.1
    const few = fitted(fitLossCurve(losses(SIZES, law, { items: 12, own: 0.8, name: 'few' }), quick))
    expect(few.weaklyIdentified).toBe(true)
    const clear = (size: number) => 0.6 + 100 * size ** -0.25
    const many = fitted(fitLossCurve(losses(SIZES, clear, { items: 300, name: 'many' }), quick))
    expect(many.weaklyIdentified).toBe(false)
  })

  test('a loss that grows with size ends at a bound, and is weakly identified', () => {
    const found = fitted(
      fitLossCurve(
        losses(SIZES, (size) => size ** 0.1, { own: 0.01 }),
        quick,
      ),
    )
    expect(found.law.exponent).toBe(0)
    expect(found.weaklyIdentified).toBe(true)
  })

  test.each([
    ['no items', { x: SIZES.map(Math.log10), values: [] }, 'no_items'],
    ['three sizes', losses(SIZES.slice(0, 3), (size) => 10 * size ** -0.1), 'too_few_sizes'],
    ['the same loss everywhere', { x: SIZES.map(Math.log10), values: [SIZES.map(() => 2)] }, 'flat'],
  ])('%s: not identifiable', (_name, matrix, reason) => {
    const found = fitLossCurve({ binary: false, dropped: 0, ...matrix }, quick)
    expect(found).toMatchObject({ state: 'not_identifiable', reason })
  })

  test('items that mostly lose nothing leave too many resamples without a law', () => {
    const values = [SIZES.map((size) => 100 * size ** -0.2), ...Array(4).fill(SIZES.map(() => 0))]
    const found = fitLossCurve({ x: SIZES.map(Math.log10), values, binary: false, dropped: 0 }, quick)
    expect(found).toMatchObject({ state: 'not_identifiable', reason: 'resamples_failed' })
  })
})

describe('the power law of published losses', () => {
  const models = {
    parameters: SIZES,
    losses: SIZES.map((size) => 0.6 + 100 * size ** -0.25),
    errors: SIZES.map(() => 0.003),
  }

  test('its intervals come from the standard errors', () => {
    const { intervals } = fitted(fitMeanLosses(models, quick))
    const wider = fitted(fitMeanLosses({ ...models, errors: SIZES.map(() => 0.006) }, quick)).intervals
    const width = ({ low, high }: { readonly low: number; readonly high: number }) => high - low
    expect(intervals.exponent.low).toBeLessThan(0.25)
    expect(intervals.exponent.high).toBeGreaterThan(0.25)
    expect(width(wider.exponent) / width(intervals.exponent)).toBeGreaterThan(1.4)
  })

  test('without a standard error of each there is no interval', () => {
    const errors = SIZES.map((_, at) => (at === 3 ? undefined : 0.003))
    expect(fitMeanLosses({ ...models, errors }, quick)).toMatchObject({ reason: 'no_errors' })
  })

  test('losses are drawn about their means, as far as their errors', () => {
    const { draw } = resampledErrors([2, 5], [0.1, 0], { random: randomStream('draws') })
    const draws = Array.from({ length: 2000 }, draw)
    const mean = draws.reduce((sum, [first = 0]) => sum + first, 0) / draws.length
    const variance = draws.reduce((sum, [first = 0]) => sum + (first - mean) ** 2, 0) / draws.length
    expect(mean).toBeCloseTo(2, 2)
    expect(Math.sqrt(variance)).toBeCloseTo(0.1, 2)
    expect(draws.every(([, second]) => second === 5)).toBe(true)
  })
})

describe('laws of the power law', () => {
  const someLosses = fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 6, maxLength: 6 })
  const sizes = SIZES.slice(0, 6)

  test('any losses: E, A and the exponent stay in their bounds, and E below every loss', () => {
    fc.assert(
      fc.property(someLosses, (measured) => {
        const found = fitPowerLaw({ parameters: sizes, losses: measured })
        if (found.state === 'not_identifiable') return
        expect(found.exponent).toBeGreaterThanOrEqual(0)
        expect(found.exponent).toBeLessThanOrEqual(3)
        expect(found.asymptote).toBeGreaterThanOrEqual(0)
        expect(found.asymptote).toBeLessThanOrEqual(Math.max(...measured) * (1 + 1e-9))
        expect(found.amplitude).toBeGreaterThan(0)
      }),
      { numRuns: 15, seed: 7 },
    )
  })

  const measured = sizes.map((size, at) => (0.7 + 90 * size ** -0.24) * (1 + 0.004 * Math.sin(5 * at)))
  const law = lawOf(fitPowerLaw({ parameters: sizes, losses: measured }))

  test('sizes in other units move A alone', () => {
    const inMillions = lawOf(fitPowerLaw({ parameters: sizes.map((size) => size / 1e6), losses: measured }))
    expect(inMillions.exponent).toBeCloseTo(law.exponent, 4)
    expect(inMillions.asymptote).toBeCloseTo(law.asymptote, 3)
    expect(inMillions.objective).toBeCloseTo(law.objective, 10)
    expect(Math.log(inMillions.amplitude / law.amplitude) / Math.log(1e-6)).toBeCloseTo(law.exponent, 3)
  })

  test('bits in place of nats scale E and A alone', () => {
    const inBits = lawOf(fitPowerLaw({ parameters: sizes, losses: measured.map((loss) => loss / Math.LN2) }))
    expect(inBits.exponent).toBeCloseTo(law.exponent, 4)
    expect(inBits.asymptote * Math.LN2).toBeCloseTo(law.asymptote, 3)
    expect((inBits.amplitude * Math.LN2) / law.amplitude).toBeCloseTo(1, 2)
  })

  test.each([
    ['a loss of 0', SIZES, SIZES.map((_, at) => at)],
    ['NaN', SIZES, SIZES.map(() => Number.NaN)],
    ['a size below 0', SIZES.map((size) => -size), SIZES],
    ['lists of different lengths', SIZES.slice(1), SIZES],
  ])('%s is refused', (_name, parameters, some) => {
    expect(() => fitPowerLaw({ parameters, losses: some })).toThrow(RangeError)
  })
})
