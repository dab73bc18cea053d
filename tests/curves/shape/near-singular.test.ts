import { expect, test } from 'vitest'
import { compareShapes } from '../../../src/curves/shape/compare-shapes.ts'
import { EIGHT_SIZES } from '../../fixtures/curves.ts'

/** Curves on which the search of a logistic with a free floor comes to parameters that do nearly the same. */
test.each([
  [
    'a long rise',
    0,
    [
      17.44141602359785, 21.834449040557573, 31.591398054136704, 37.68937521382476, 40.30662497490861,
      44.0782280008981, 47.640447340524624, 48.34436756758997,
    ],
  ],
  [
    'a rise from below chance',
    0.5,
    [
      4.916666666666661, 5.900000000000007, 12.78333333333334, 28.516666666666662, 33.43333333333334,
      38.349999999999994, 44.25, 47.2,
    ],
  ],
])('%s is fitted by every shape', (_name, floor, successes) => {
  const counts = { x: EIGHT_SIZES, successes, trials: EIGHT_SIZES.map(() => 60) }
  const found = compareShapes(counts, floor)
  if (found.state === 'not_identifiable') throw new Error(found.reason)
  expect(found.shapes.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'fitted'))
  const [fixed, free] = ['logistic', 'logistic_free_floor'].map((name) =>
    found.shapes.find((shape) => shape.model === name),
  )
  if (fixed?.state !== 'fitted' || free?.state !== 'fitted') throw new Error('not fitted')
  // The one with a free floor holds the other as a special case.
  expect(free.fit.logLikelihood).toBeGreaterThanOrEqual(fixed.fit.logLikelihood - 1e-6)
})
