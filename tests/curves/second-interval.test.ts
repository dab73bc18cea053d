import { expect, test } from 'vitest'
import { curveBuilder } from '../../src/curves/aggregate.ts'
import type { CurveMetric, CurveTask } from '../../src/curves/curve-context.ts'
import { secondIntervals } from '../../src/curves/second-interval.ts'
import { randomStream } from '../../src/domain/random.ts'

const EDIT: CurveMetric = { column: 'score_edit', kind: 'continuous', chance: 0, maximum: 1 }
const EXACT: CurveMetric = { column: 'score_exact', kind: 'discontinuous', chance: 0, maximum: 1 }

/** What is found for one trial an item with these scores. */
function found(
  scores: readonly number[],
  metric = EDIT,
  groups: (item: number) => string | undefined = () => undefined,
) {
  const task: CurveTask = { name: 't', metrics: [metric], plannedItems: scores.length }
  const builder = curveBuilder({ tasks: [task], models: {} })
  for (const [item, score] of scores.entries())
    builder.add({
      ...{ model: 'm', provider: 'p', engine: 'e', family: 'F', parameters: 1e8, task: 't', target: '3' },
      ...{ rendering: 'raw', instruction: 'off', control: 'gold', sampling: 'shared', outcome: 'ok' },
      ...{ shots: 2, draw: 0, repeat: 0, item: String(item), scores: { [metric.column]: score } },
      group: groups(item),
    })
  return secondIntervals(builder.cells(), metric, () => randomStream(1, 'second'))
}

const even = (n: number) => Array.from({ length: n }, (_, at) => at / (n - 1))

test('few items have a second interval beside that of t', () => {
  const [one] = found(even(20))
  expect(one).toMatchObject({ n: 20, mean: expect.closeTo(0.5, 10), skew: expect.closeTo(0, 10) })
  // Within ± 1.96 · sd / √n, the sd with the divisor n, by the central limit.
  const half = 1.96 * Math.sqrt(even(20).reduce((sum, score) => sum + (score - 0.5) ** 2, 0) / 20 / 20)
  expect(one?.bootstrap?.low).toBeCloseTo(0.5 - half, 2)
  expect(one?.bootstrap?.high).toBeCloseTo(0.5 + half, 2)
  expect(one?.t.low).toBeLessThan(one?.bootstrap?.low ?? 0)
})

test('so have skewed scores, of which t leaves the scale and resampled items do not', () => {
  const [one] = found([...Array.from({ length: 58 }, () => 1), 0.1, 0.2])
  expect(one?.skew).toBeLessThan(-2)
  expect(one?.t.high).toBeGreaterThan(1)
  expect(one?.bootstrap?.high).toBeLessThanOrEqual(1)
})

test('many even scores have none, nor has what is right or wrong', () => {
  expect(found(even(30))).toEqual([])
  expect(found([0, 1, 1, 0], EXACT)).toEqual([])
})

test('the unit is the group where items share one', () => {
  expect(found(even(40), EDIT, (item) => String(item % 5))[0]?.n).toBe(5)
})

test('equal scores have no doubt that resampling would show', () => {
  expect(found([0.5, 0.5, 0.5])).toEqual([expect.objectContaining({ skew: undefined, bootstrap: undefined })])
})

test('one item has neither', () => {
  expect(found([0.5])).toEqual([])
})

test('the same stream gives the same interval', () => {
  const bounds = () => found(even(12)).map(({ bootstrap }) => bootstrap)
  expect(bounds()).toEqual(bounds())
})
