import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bigBenchDescriptors } from '../../../src/curves/shape/big-bench.ts'

const curve = (scores: readonly number[]) =>
  scores.map((score, at) => ({ parameters: 10 ** (8 + at), score }))

test.each<[string, number[], number, number | undefined, number | undefined]>([
  ['a straight line', [0.1, 0.2, 0.3], 0.2, 2, 2],
  ['a flat one', [0.3, 0.3, 0.3], 0, 0, undefined],
  ['a jump at the end: the median step is 0', [0, 0, 0, 0.6], 0.6, Math.sqrt(3), undefined],
  ['a fall', [0.6, 0.3, 0], -0.6, -2, -2],
  ['one size', [0.5], 0, undefined, undefined],
])('%s', (_name, scores, improvement, linearity, breakthroughness) => {
  const found = bigBenchDescriptors(curve(scores))
  expect(found.improvement).toBeCloseTo(improvement, 12)
  for (const [value, expected] of [
    [found.linearity, linearity],
    [found.breakthroughness, breakthroughness],
  ])
    if (expected === undefined) expect(value).toBeUndefined()
    else expect(value).toBeCloseTo(expected, 9)
})

test('neither the order of points nor the unit of scores matters', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 9 })
  fc.assert(
    fc.property(scores, (percent) => {
      const [plain, scaled] = [
        bigBenchDescriptors(curve(percent)),
        bigBenchDescriptors(curve(percent.map((score) => score / 4)).toReversed()),
      ]
      expect(scaled.improvement).toBeCloseTo(plain.improvement / 4, 9)
      expect(scaled.linearity).toBeCloseTo(plain.linearity ?? Number.NaN, 9)
      expect(scaled.breakthroughness === undefined).toBe(plain.breakthroughness === undefined)
    }),
  )
})

test('a score that is no number is refused', () => {
  expect(() => bigBenchDescriptors(curve([0, Number.NaN]))).toThrow(RangeError)
})
