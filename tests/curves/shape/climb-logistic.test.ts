import { describe, expect, test } from 'vitest'
import { fitLogistic } from '../../../src/curves/shape/logistic-fit.ts'
import { meansAt, slopesAt } from '../../../src/curves/shape/logistic-means.ts'

describe('cells that no logistic curve follows', () => {
  // The maxima are those of a search by ever smaller steps, from 25 places each.
  test.each([
    ['two cells are certain', [15, 60, 16, 60, 5, 18, 7], 60, 0, -282.1831043],
    ['the same, floor free', [15, 60, 16, 60, 5, 18, 7], 60, undefined, -282.1831043],
    ['many trials', [146, 1000, 39, 1000, 69, 12], 1000, undefined, -3823.4588797],
    ['a fixed floor', [19, 200, 46, 200, 55, 18, 59], 200, 0, -893.760939],
    ['down and up again', [170, 2, 75, 173, 39, 12, 114, 133], 200, undefined, -1068.0195065],
    ['up, down and up', [21, 46, 13, 14, 1, 45, 6], 60, undefined, -269.1219451],
    ['a rise from a cell that is low', [39, 19, 129, 64, 131, 158], 200, undefined, -703.1628316],
  ])('%s: the likeliest one is found all the same', (_name, successes, each, floor, maximum) => {
    const x = successes.map((_, at) => 7.8 + at * 0.35)
    const fit = fitLogistic({ x, successes, trials: successes.map(() => each) }, { floor })
    expect(fit.logLikelihood).toBeGreaterThan(maximum - 1e-5)
    expect(fit.logLikelihood).toBeLessThan(maximum + 1e-3)
  })
})

test('partial derivatives are those of the means', () => {
  const x = [7, 8, 8.5, 9.5]
  const search = [0.7, 1.2, 8.3, 0.15]
  const step = 1e-6
  const slopes = slopesAt(search, x)
  for (const which of search.keys()) {
    const beside = (by: number) => meansAt(search.with(which, (search[which] ?? 0) + by), x)
    const [below, above] = [beside(-step), beside(step)]
    for (const at of x.keys())
      expect(slopes[at]?.[which]).toBeCloseTo(((above[at] ?? 0) - (below[at] ?? 0)) / (2 * step), 6)
  }
})

test('a rise so steep that only one size is on it is found, and no cell is ruled out', () => {
  const rising = {
    x: [7.5, 7.7, 8.1, 9.1, 9.9, 10.9],
    successes: [0, 13, 30, 35, 58, 60],
    trials: Array.from({ length: 6 }, () => 1319),
  }
  // scipy's Nelder–Mead from a grid of starts finds −867.92354; the smoother curve beside it has −868.106.
  expect(fitLogistic(rising, { floor: 0 }).logLikelihood).toBeCloseTo(-867.92354, 4)
  const stray = {
    x: [7, 7.7, 7.9, 8.6, 8.9, 9.1, 9.5, 9.7, 10, 10.7],
    successes: [1, 0, 0, 0, 0, 46, 44, 46, 45, 45],
    trials: Array.from({ length: 10 }, () => 50),
  }
  expect(fitLogistic(stray, { floor: 0 }).logLikelihood).toBeGreaterThan(-122.6)
})
