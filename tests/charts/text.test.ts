import { expect, test } from 'vitest'
import { dodgeStep, stepsFromMiddle } from '../../src/charts/dodge.ts'
import { formatParameters } from '../../src/charts/format-parameters.ts'
import { placeLabels } from '../../src/charts/label-rows.ts'
import { sizeScale } from '../../src/charts/size-scale.ts'
import { textTable } from '../../src/charts/text-table.ts'
import { textWidth } from '../../src/charts/text-width.ts'

test.each([
  [134_515_008, '135M'],
  [1_543_714_304, '1.5B'],
  [494_032_768, '494M'],
  [7_615_616_512, '7.6B'],
  [14e9, '14B'],
  [13_400, '13.4K'],
  [999_600_000, '1B'],
  [999_400_000, '999M'],
  [1.8e12, '1.8T'],
  [512, '512'],
])('%d parameters are %s', (parameters, text) => {
  expect(formatParameters(parameters)).toBe(text)
})

test('columns are aligned by what a terminal shows', () => {
  expect(
    textTable([
      ['model', 'score'],
      ['通义千问', '0.5'],
      ['a', '1', ''],
    ]),
  ).toEqual(['model     score', '通义千问  0.5', 'a         1'])
})

test('wide text is measured wider', () => {
  expect(textWidth('中文', 10)).toBe(20)
  expect(textWidth('WW', 10)).toBeGreaterThan(textWidth('ii', 10))
})

test('labels over a plot take the lowest row with room, and none overlaps', () => {
  const labels = [0, 40, 80, 300].map((x) => ({ text: 'a-long-model-name', x }))
  const placed = placeLabels(labels, { width: 560, fontSize: 11, maxRows: 3 })
  expect(placed.map(({ row }) => row)).toEqual([0, 1, 2, 0])
  expect(placeLabels(labels, { width: 560, fontSize: 11, maxRows: 2 })).toHaveLength(3)
})

test('a size axis holds every size with room, and leaves out labels that would touch', () => {
  const scale = sizeScale([1e8, 1.05e8, 1e9, 1e10], 560, 40)
  expect(scale.ticks).toEqual([1e8, 1e9, 1e10])
  expect(scale.pixelOf(1e8)).toBeGreaterThanOrEqual(20)
  expect(scale.pixelOf(1e10)).toBeLessThanOrEqual(540)
  expect(scale.pixelOf(scale.shifted(1e9, 12)) - scale.pixelOf(1e9)).toBeCloseTo(12, 9)
})

test.each([
  [[0, 100, 200], 4, 6],
  [[0, 40, 200], 10, 3.4],
  [[200, 0, 40], 10, 3.4],
])('marks at %j, %d each, stand %d apart', (places, count, step) => {
  expect(dodgeStep(places, count)).toBeCloseTo(step, 12)
})

test('marks stand around the middle', () => {
  expect([0, 1, 2].map((index) => stepsFromMiddle(index, 3))).toEqual([-1, 0, 1])
})
