import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aicc } from '../../../src/curves/shape/aicc.ts'
import { estimateBreakpoint } from '../../../src/curves/shape/breakpoint.ts'
import { compareShapes } from '../../../src/curves/shape/compare-shapes.ts'
import { type CurveCounts, countsOf } from '../../../src/curves/shape/curve-counts.ts'
import { describeCurve } from '../../../src/curves/shape/describe-curve.ts'
import { SHAPE_MODELS } from '../../../src/curves/shape/shape-models.ts'
import { transitionWidth } from '../../../src/curves/shape/transition-width.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { EIGHT_SIZES } from '../../fixtures/curves.ts'
import { sigmoid, simulatedCurve } from './simulated-curve.ts'

function countsAt(x: readonly number[], share: (x: number) => number, tried = 200): CurveCounts {
  return { x, trials: x.map(() => tried), successes: x.map((size) => Math.round(share(size) * tried)) }
}

function fitted<Outcome extends { readonly state: string }>(
  outcome: Outcome,
): Extract<Outcome, { readonly state: 'fitted' }> {
  if (outcome.state !== 'fitted') throw new Error(JSON.stringify(outcome))
  return outcome as Extract<Outcome, { readonly state: 'fitted' }>
}

describe('counts of items', () => {
  test('binary items count as they are', () => {
    const matrix = {
      x: [8, 9],
      binary: true,
      values: [
        [0, 1],
        [1, 1],
        [0, 1],
        [0, 0],
      ],
    }
    const counts = countsOf(matrix)
    expect(counts?.trials).toEqual([4, 4])
    expect(counts?.successes).toEqual([1, 3])
  })

  test('items whose trials agree are worth fewer of them', () => {
    const values = Array.from({ length: 50 }, (_, item) => [item % 2, item % 2 === 0 ? 1 : 0])
    const [trials = 0] = countsOf({ x: [8, 9], values, binary: false }, [150, 150])?.trials ?? []
    expect(trials).toBeCloseTo(49, 9)
  })

  test('log-probabilities are no shares, and what is not a number is refused', () => {
    expect(countsOf({ x: [8], binary: false, values: [[-0.4], [-2]] })).toBeUndefined()
    expect(() => countsOf({ x: [8], binary: false, values: [[Number.NaN], [1]] })).toThrow(RangeError)
  })

  test.each<[string, CurveCounts]>([
    ['sizes that descend', { x: [9, 8], successes: [1, 1], trials: [2, 2] }],
    ['more right answers than trials', { x: [8, 9], successes: [1, 3], trials: [2, 2] }],
    ['no trials', { x: [8, 9], successes: [0, 0], trials: [2, 0] }],
    ['not a number', { x: [8, 9], successes: [0, Number.NaN], trials: [2, 2] }],
    ['another length', { x: [8, 9], successes: [0], trials: [2, 2] }],
  ])('%s are refused', (_name, counts) => {
    for (const use of [estimateBreakpoint, (one: CurveCounts) => compareShapes(one, 0)])
      expect(() => use(counts)).toThrow(RangeError)
  })
})

describe('which shape', () => {
  test('AICc counts sizes', () => {
    expect(aicc(-10, 2, 5)).toBeCloseTo(20 + 4 + 12 / 2, 12)
    expect(aicc(-10, 3, 4)).toBeUndefined()
  })

  test.each([
    [2, []],
    [3, ['flat']],
    [4, ['flat', 'linear']],
    [5, ['flat', 'linear', 'step', 'logistic']],
    [6, SHAPE_MODELS.map(({ model }) => model)],
  ])('%d sizes tell only some shapes', (sizes, models) => {
    const found = compareShapes(
      countsAt(EIGHT_SIZES.slice(0, sizes), (x) => sigmoid(x - 9)),
      0,
    )
    if (models.length === 0)
      return expect(found).toEqual({ state: 'not_identifiable', reason: 'too_few_sizes' })
    const { shapes } = fitted(found)
    expect(shapes.filter(({ state }) => state === 'fitted').map(({ model }) => model)).toEqual(models)
    expect(shapes).toHaveLength(SHAPE_MODELS.length)
  })

  test('models of one size do not count as sizes', () => {
    const repeated = countsAt([8, 8, 8, 9, 9, 9], (x) => (x - 7) / 4)
    expect(compareShapes(repeated, 0).state).toBe('not_identifiable')
    const { shapes } = fitted(
      compareShapes(
        countsAt([8, 8, 8, 9, 9, 10], (x) => (x - 7) / 4),
        0,
      ),
    )
    expect(shapes.filter(({ state }) => state === 'fitted').map(({ model }) => model)).toEqual(['flat'])
  })

  test.each<[string, (x: number) => number]>([
    ['flat', () => 0.3],
    ['linear', (x) => sigmoid((x - 9) * 1.5)],
    ['hinge', (x) => sigmoid(-2.5 + 4 * Math.max(0, x - 9.1))],
    ['step', (x) => (x < 9.3 ? 0.1 : 0.62)],
    ['logistic', (x) => 0.25 + 0.35 * sigmoid(7 * (x - 9))],
  ])('%s is recognised', (model, share) => {
    const { best, shapes, indistinguishable } = fitted(
      compareShapes(countsAt(EIGHT_SIZES, share, 2000), 0.25),
    )
    expect(indistinguishable).toContain(model)
    expect(indistinguishable[0]).toBe(best.model)
    expect(best.delta).toBe(0)
    const weights = shapes.flatMap((shape) => (shape.state === 'fitted' ? [shape.weight] : []))
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
  })

  test('a smooth curve of five sizes is never called a step', () => {
    for (let seed = 0; seed < 30; seed++) {
      const counts = countsOf(simulatedCurve(EIGHT_SIZES.slice(2, 7), (x) => sigmoid((x - 9) * 2), 200, seed))
      if (counts === undefined) throw new Error('these are shares')
      expect(fitted(compareShapes(counts, 0)).best.model, `seed ${seed}`).not.toBe('step')
    }
  })

  test('models off the curve are said to be', () => {
    const on = countsAt(EIGHT_SIZES, (x) => sigmoid(x - 9))
    expect(fitted(compareShapes(on, 0)).overdispersed).toBe(false)
    const off = { ...on, successes: on.successes.map((won, at) => won + (at % 2 === 0 ? 15 : -15)) }
    const found = fitted(compareShapes(off, 0))
    expect(found.overdispersed).toBe(true)
    expect(found.dispersion).toBeGreaterThan(3)
  })

  test('all wrong is flat', () => {
    expect(
      fitted(
        compareShapes(
          countsAt(EIGHT_SIZES, () => 0),
          0,
        ),
      ).best.model,
    ).toBe('flat')
  })

  test('a floor outside [0, 1) is refused', () => {
    for (const floor of [-0.1, 1, Number.NaN])
      expect(() =>
        compareShapes(
          countsAt(EIGHT_SIZES, () => 0.5),
          floor,
        ),
      ).toThrow(RangeError)
  })
})

describe('where it bends', () => {
  const bent = (x: number) => sigmoid(-3 + 5 * Math.max(0, x - 9.2))

  test('the intervals hold the truth, and it is said as far as they allow', () => {
    const matrix = simulatedCurve(EIGHT_SIZES, bent, 1000, 4)
    const counts = countsOf(matrix)
    if (counts === undefined) throw new Error('these are shares')
    const { values } = matrix
    const found = fitted(estimateBreakpoint(counts, { values, random: randomStream('b'), resamples: 300 }))
    for (const interval of [found.profile, found.bootstrap]) {
      expect(interval?.low).toBeLessThan(9.2)
      expect(interval?.high).toBeGreaterThan(9.2)
    }
    const { location } = found
    if (location.kind === 'point') throw new Error('the intervals cover more than one gap')
    expect(EIGHT_SIZES).toContain(location.low)
    expect(EIGHT_SIZES).toContain(location.high)
    expect(location.low).toBeLessThanOrEqual(Math.min(found.profile.low, found.bootstrap?.low ?? 9))
    expect(location.high).toBeGreaterThanOrEqual(Math.max(found.profile.high, found.bootstrap?.high ?? 9))
  })

  test('a number is told with eight sizes and a narrow interval, never with seven', () => {
    const x = [6, 7, 8, 9, 10, 11, 12, 13]
    const sharp = (size: number) => sigmoid(-3 + 1.2 * Math.max(0, size - 9.5))
    const eight = fitted(estimateBreakpoint(countsAt(x, sharp, 20_000)))
    expect(eight.location.kind).toBe('point')
    expect(eight.fit.breakpoint).toBeCloseTo(9.5, 1)
    const seven = fitted(estimateBreakpoint(countsAt(x.slice(0, 7), sharp, 20_000)))
    expect(seven.location).toEqual({ kind: 'between', low: 9, high: 10 })
  })

  test('models off the curve widen the profile', () => {
    const on = countsAt(EIGHT_SIZES, bent, 1000)
    const off = { ...on, successes: on.successes.map((won, at) => won + (at % 2 === 0 ? 18 : -18)) }
    const [narrow, wide] = [fitted(estimateBreakpoint(on)), fitted(estimateBreakpoint(off))]
    expect(narrow.inflation).toBe(1)
    expect(wide.inflation).toBeGreaterThan(2)
    expect(wide.profile.high - wide.profile.low).toBeGreaterThan(narrow.profile.high - narrow.profile.low)
  })

  test('the profile ends where the likelihood has fallen by 1.92', () => {
    const counts = countsAt(EIGHT_SIZES, bent, 1000)
    const { profile, fit } = fitted(estimateBreakpoint(counts))
    const grid = Array.from({ length: 1635 }, (_, at) => 8.2045 + at / 1000)
    expect(profile.low).toBeGreaterThan(grid[0] ?? 0)
    expect(profile.high).toBeLessThan(grid.at(-1) ?? 0)
    expect(fit.breakpoint).toBeGreaterThan(profile.low)
    expect(fit.breakpoint).toBeLessThan(profile.high)
  })

  test('item order, and the number of resamples’ stream, decide nothing but noise', () => {
    const matrix = simulatedCurve(EIGHT_SIZES, bent, 200, 5)
    const of = (values: ItemRows) => {
      const counts = countsOf({ x: EIGHT_SIZES, values, binary: true })
      if (counts === undefined) throw new Error('these are shares')
      return fitted(estimateBreakpoint(counts))
    }
    const [forwards, backwards] = [of(matrix.values), of(matrix.values.toReversed())]
    expect(backwards.fit.breakpoint).toBeCloseTo(forwards.fit.breakpoint, 6)
    expect(backwards.profile).toEqual(forwards.profile)
  })

  test.each<[string, CurveCounts, string]>([
    ['five sizes', countsAt(EIGHT_SIZES.slice(3), bent), 'too_few_sizes'],
    ['equal shares', countsAt(EIGHT_SIZES, () => 0.4), 'flat'],
    ['all wrong', countsAt(EIGHT_SIZES, () => 0), 'flat'],
  ])('%s tell nothing', (_name, counts, reason) => {
    expect(estimateBreakpoint(counts)).toEqual({ state: 'not_identifiable', reason })
  })

  test('resamples that are all wrong have no breakpoint', () => {
    const values = Array.from({ length: 40 }, (_, item) =>
      EIGHT_SIZES.map((_, at) => (item === 0 && at === 7 ? 1 : 0)),
    )
    const counts = countsOf({ x: EIGHT_SIZES, values, binary: true })
    if (counts === undefined) throw new Error('these are shares')
    const items = { values, random: randomStream('b'), resamples: 100 }
    expect(estimateBreakpoint(counts, items)).toEqual({
      state: 'not_identifiable',
      reason: 'resamples_failed',
    })
  })
})

describe('how wide the rise is', () => {
  test('W = 2 ln 9 ÷ b, in decades and in gaps, with an interval around it', () => {
    const x = Array.from({ length: 9 }, (_, at) => 7 + at / 2)
    const counts = countsAt(x, (size) => 0.25 + 0.6 * sigmoid((2 * Math.log(9) * (size - 9)) / 1.5), 1000)
    const { decades, gaps, interval } = fitted(transitionWidth(counts, 0.25))
    expect(decades).toBeCloseTo(1.5, 1)
    expect(gaps).toBeCloseTo(decades / 0.5, 9)
    expect(interval.low).toBeLessThan(decades)
    expect(interval.high).toBeGreaterThan(decades)
    expect(interval.low).toBeGreaterThan(1)
    expect(interval.high).toBeLessThan(2)
  })

  test('the interval covers the truth as often as it says', () => {
    const x = Array.from({ length: 8 }, (_, at) => 7 + at / 2)
    let covered = 0
    for (let seed = 0; seed < 60; seed++) {
      const share = (size: number) => 0.8 * sigmoid((2 * Math.log(9) * (size - 8.8)) / 1.2)
      const counts = countsOf(simulatedCurve(x, share, 200, 1000 + seed))
      if (counts === undefined) throw new Error('these are shares')
      const { interval } = fitted(transitionWidth(counts, 0))
      if (interval.low <= 1.2 && 1.2 <= (interval.high ?? Infinity)) covered++
    }
    expect(covered).toBeGreaterThanOrEqual(52)
  })

  test('a jump within one gap may have any small width', () => {
    const { interval, gaps } = fitted(
      transitionWidth(
        countsAt(EIGHT_SIZES, (x) => (x < 9.3 ? 0 : 0.8)),
        0,
      ),
    )
    expect(interval.low).toBe(0)
    expect(gaps).toBeLessThan(1.5)
  })

  test.each<[string, CurveCounts, string]>([
    ['four sizes', countsAt(EIGHT_SIZES.slice(4), (x) => sigmoid(x - 9)), 'too_few_sizes'],
    ['equal shares', countsAt(EIGHT_SIZES, () => 0.5), 'flat'],
    ['a fall', countsAt(EIGHT_SIZES, (x) => 0.1 * (12 - x)), 'no_rise'],
  ])('%s tell nothing', (_name, counts, reason) => {
    expect(transitionWidth(counts, 0)).toEqual({ state: 'not_identifiable', reason })
  })
})

describe('a whole description', () => {
  test('of items, within two seconds', () => {
    const matrix = simulatedCurve(EIGHT_SIZES, (x) => (x < 9.3 ? 0 : 0.7), 200, 6)
    const before = process.cpuUsage()
    const found = describeCurve(matrix, { chance: 0, random: randomStream('b') })
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1e6).toBeLessThan(2)
    if (found.state !== 'described') throw new Error(found.reason)
    expect(fitted(found.shapes).indistinguishable).toContain('step')
    expect(fitted(found.width).interval.low).toBe(0)
  })

  test('of no items, or of log-probabilities, there is none', () => {
    const random = randomStream('b')
    const none = { x: EIGHT_SIZES, values: [], binary: true, dropped: 3 }
    expect(describeCurve(none, { chance: 0, random })).toMatchObject({ reason: 'no_items' })
    const nats = { ...none, values: [EIGHT_SIZES.map(() => -1), EIGHT_SIZES.map(() => -2)] }
    expect(describeCurve(nats, { chance: 0, random })).toMatchObject({ reason: 'not_shares' })
  })

  test('one item, and any shares, are described or refused, never a crash', () => {
    const rows = fc.array(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    fc.assert(
      fc.property(rows, (values) => {
        const matrix = { x: EIGHT_SIZES.slice(0, 7), values, binary: false, dropped: 0 }
        const found = describeCurve(matrix, { chance: 0.25, random: randomStream('b'), resamples: 20 })
        expect(found.state).toBe('described')
      }),
      { numRuns: 25 },
    )
  })
})

type ItemRows = readonly (readonly number[])[]
