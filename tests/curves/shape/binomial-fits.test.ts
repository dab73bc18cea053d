import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  devianceResidual,
  logLikelihood,
  saturatedLogLikelihood,
} from '../../../src/curves/shape/binomial.ts'
import type { CurveCounts } from '../../../src/curves/shape/curve-counts.ts'
import { fitFlat } from '../../../src/curves/shape/flat-fit.ts'
import { fitHinge, fitHingeAt } from '../../../src/curves/shape/hinge-fit.ts'
import { fitLinear } from '../../../src/curves/shape/linear-fit.ts'
import { fitLogistic } from '../../../src/curves/shape/logistic-fit.ts'
import { fitStep } from '../../../src/curves/shape/step-fit.ts'
import { sigmoid } from './simulated-curve.ts'

const X = [7, 7.5, 8.1, 8.8, 9.1, 9.9, 10.4, 11]

/** Counts that lie on a curve exactly. */
function exact(share: (x: number) => number, x: readonly number[] = X): CurveCounts {
  const trials = x.map((_, at) => 100 + 50 * at)
  return { x, trials, successes: x.map((size, at) => share(size) * (trials[at] ?? 0)) }
}

function withSuccesses(successes: readonly number[], tried = 100): CurveCounts {
  return { x: successes.map((_, at) => 7 + at), successes, trials: successes.map(() => tried) }
}

const someCounts: fc.Arbitrary<CurveCounts> = fc
  .array(
    fc.record({
      gap: fc.double({ min: 0.1, max: 1, noNaN: true }),
      tried: fc.integer({ min: 5, max: 500 }),
      share: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)),
    }),
    { minLength: 6, maxLength: 12 },
  )
  .map((cells) => {
    let size = 7
    return {
      x: cells.map(({ gap }) => (size += gap)),
      trials: cells.map(({ tried }) => tried),
      successes: cells.map(({ tried, share }) => Math.round(tried * share)),
    }
  })

describe('counts on a curve give the curve back', () => {
  test('flat', () => {
    expect(fitFlat(exact(() => 0.3)).share).toBeCloseTo(0.3, 12)
  })

  test('linear', () => {
    const { line } = fitLinear(exact((x) => sigmoid(-14 + 1.5 * x)))
    expect(line?.intercept).toBeCloseTo(-14, 7)
    expect(line?.slope).toBeCloseTo(1.5, 8)
  })

  test('hinge', () => {
    const counts = exact((x) => sigmoid(-2 + 0.1 * x + 3 * Math.max(0, x - 9.3)))
    for (const found of [fitHinge(counts), fitHingeAt(counts, 9.3)]) {
      expect(found.breakpoint).toBeCloseTo(9.3, 3)
      expect(found.lines?.slopeLeft).toBeCloseTo(0.1, 3)
      expect(found.lines?.slopeChange).toBeCloseTo(3, 2)
    }
  })

  test.each([0, 0.25])('logistic with a floor of %d', (floor) => {
    const counts = exact((x) => floor + (0.9 - floor) * sigmoid(4 * (x - 9)))
    for (const found of [fitLogistic(counts, { floor }), fitLogistic(counts, {})]) {
      expect(found.floor).toBeCloseTo(floor, 4)
      expect(found.ceiling).toBeCloseTo(0.9, 4)
      expect(found.slope).toBeCloseTo(4, 2)
      expect(found.midpoint).toBeCloseTo(9, 3)
    }
  })

  test('a logistic that reaches 1', () => {
    const found = fitLogistic(
      exact((x) => sigmoid(4 * (x - 9))),
      { floor: 0 },
    )
    expect(found.ceiling).toBeCloseTo(1, 6)
    expect(found.slope).toBeCloseTo(4, 3)
  })

  test('step, up and down', () => {
    expect(fitStep(exact((x) => (x < 9.5 ? 0.1 : 0.6)))).toMatchObject({ after: 4 })
    const down = fitStep(exact((x) => (x < 8 ? 0.7 : 0.2)))
    expect([down.after, down.left.toFixed(6), down.right.toFixed(6)]).toEqual([1, '0.700000', '0.200000'])
  })
})

describe('a maximum is a maximum', () => {
  test('no logistic near it is likelier, where the cells rise', () => {
    fc.assert(
      fc.property(someCounts, fc.constantFrom(0, 0.2), (drawn, floor) => {
        // Cells that rise and fall, or lie below the floor, are no logistic's: their likelihood has flat ridges.
        const shares = drawn.successes
          .map((right, cell) => Math.max(floor, right / (drawn.trials[cell] ?? 1)))
          .toSorted((a, b) => a - b)
        const counts = {
          ...drawn,
          successes: shares.map((share, cell) => Math.round(share * (drawn.trials[cell] ?? 1))),
        }
        const best = fitLogistic(counts, { floor })
        for (const [ceiling, slope, midpoint] of [
          [1, 1, 0.02],
          [1, 1, -0.02],
          [1, 1.05, 0],
          [1, 0.95, 0],
          [1.01, 1, 0],
          [0.99, 1, 0],
        ] as const) {
          const top = Math.min(1, best.ceiling * ceiling)
          const beside = counts.x.map(
            (x) => floor + (top - floor) * sigmoid(best.slope * slope * (x - best.midpoint - midpoint)),
          )
          if (best.atBound.length === 0 || top > floor)
            expect(logLikelihood(counts, beside)).toBeLessThanOrEqual(best.logLikelihood + 1e-3)
        }
      }),
      { numRuns: 100, seed: 1 },
    )
  })

  test('a richer shape is never less likely, and none is likelier than the cells themselves', () => {
    fc.assert(
      fc.property(someCounts, (counts) => {
        const flat = fitFlat(counts).logLikelihood
        const linear = fitLinear(counts).logLikelihood
        const most = saturatedLogLikelihood(counts) + 1e-6
        expect(linear).toBeGreaterThanOrEqual(flat - 1e-6)
        expect(fitHinge(counts).logLikelihood).toBeGreaterThanOrEqual(linear - 1e-6)
        expect(fitStep(counts).logLikelihood).toBeGreaterThanOrEqual(flat - 1e-6)
        expect(fitHinge(counts).logLikelihood).toBeLessThanOrEqual(most)
        expect(fitLogistic(counts, {}).logLikelihood).toBeLessThanOrEqual(most)
      }),
      { numRuns: 40 },
    )
  })

  test('sizes in other units change slopes and breakpoints, not the fit', () => {
    fc.assert(
      fc.property(someCounts, (counts) => {
        const scaled = { ...counts, x: counts.x.map((x) => 2 * x - 5) }
        expect(fitLinear(scaled).logLikelihood).toBeCloseTo(fitLinear(counts).logLikelihood, 6)
        const [hinge, other] = [fitHinge(counts), fitHinge(scaled)]
        expect(other.logLikelihood).toBeCloseTo(hinge.logLikelihood, 4)
      }),
      { numRuns: 30 },
    )
  })
})

describe('cells with no or with all right answers', () => {
  test('a line that they set apart has no slope, but a likelihood', () => {
    const apart = fitLinear(withSuccesses([0, 0, 0, 100, 100, 100]))
    expect(apart.line).toBeUndefined()
    expect(apart.logLikelihood).toBeCloseTo(0, 8)
    expect(fitLinear(withSuccesses([0, 0, 0, 50, 100, 100])).line).toBeUndefined()
    expect(fitLinear(withSuccesses([0, 0, 1, 50, 100, 100])).line?.slope).toBeGreaterThan(3)
  })

  test('all wrong, or all right', () => {
    for (const right of [0, 100]) {
      const counts = withSuccesses([1, 1, 1, 1, 1, 1].map(() => right))
      for (const { logLikelihood } of [fitFlat(counts), fitLinear(counts), fitHinge(counts), fitStep(counts)])
        expect(logLikelihood).toBeCloseTo(0, 8)
      expect(fitHinge(counts).lines).toBeUndefined()
    }
    expect(fitLogistic(withSuccesses([0, 0, 0, 0, 0, 0]), { floor: 0.25 }).logLikelihood).toBeCloseTo(
      600 * Math.log(0.75),
      4,
    )
  })

  test('a sharp jump is met by a steep logistic', () => {
    const found = fitLogistic(withSuccesses([0, 0, 0, 80, 80, 80]), { floor: 0 })
    expect(found.ceiling).toBeCloseTo(0.8, 3)
    expect(found.logLikelihood).toBeCloseTo(saturatedLogLikelihood(withSuccesses([0, 0, 0, 80, 80, 80])), 3)
  })
})

test('the squared deviance residual is the deviance of a cell, and its slope the derivative', () => {
  const cells = fc.tuple(
    fc.integer({ min: 1, max: 1000 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0.001, max: 0.999, noNaN: true }),
  )
  fc.assert(
    fc.property(cells, ([tried, share, mean]) => {
      const won = Math.round(tried * share)
      const one = { x: [0], successes: [won], trials: [tried] }
      const { value, slope } = devianceResidual(won, tried, mean)
      const deviance = 2 * (saturatedLogLikelihood(one) - logLikelihood(one, [mean]))
      expect(value ** 2).toBeCloseTo(deviance, 5)
      const step = 1e-6
      const numeric =
        (devianceResidual(won, tried, mean + step).value - devianceResidual(won, tried, mean - step).value) /
        (2 * step)
      expect(Math.abs(slope - numeric)).toBeLessThan(1e-2 * Math.abs(slope) + 1e-2)
    }),
  )
})
