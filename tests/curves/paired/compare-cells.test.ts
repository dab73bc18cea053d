import { expect, test } from 'vitest'
import { curveBuilder } from '../../../src/curves/aggregate.ts'
import type { CurveMetric } from '../../../src/curves/curve-context.ts'
import type { CurveRow } from '../../../src/curves/curve-row.ts'
import { benjaminiHochberg, holm } from '../../../src/curves/paired/adjust.ts'
import { compareCells } from '../../../src/curves/paired/compare-cells.ts'
import { mcnemarExact } from '../../../src/curves/paired/mcnemar.ts'

const METRIC: CurveMetric = { column: 'score_exact_match', kind: 'discontinuous', chance: 0, maximum: 1 }

const ROW: CurveRow = {
  model: 'A',
  provider: 'local',
  engine: 'engine 1',
  family: 'Small',
  task: 't',
  rendering: 'raw',
  instruction: 'off',
  control: 'gold',
  sampling: 'shared',
  shots: 0,
  draw: 0,
  repeat: 0,
  item: '0',
  outcome: 'ok',
  target: '3',
  scores: {},
}

/** A pair of cells of one task: the items' scores on both sides, undefined where a side has none. */
function pairOf(
  task: string,
  a: readonly (number | undefined)[],
  b: readonly (number | undefined)[],
  shots = 0,
) {
  const builder = curveBuilder({
    tasks: [{ name: task, metrics: [METRIC], plannedItems: a.length }],
    models: {},
  })
  for (const [model, scores] of [
    ['A', a],
    ['B', b],
  ] as const)
    for (const [item, score] of scores.entries())
      if (score !== undefined)
        builder.add({
          ...ROW,
          task,
          model,
          shots,
          item: `i${item}`,

          scores: { score_exact_match: score },
        })
  const [cellA, cellB] = ['A', 'B'].map((model) => builder.cells().find(({ row }) => row.model === model))
  if (cellA === undefined || cellB === undefined) throw new Error('no cells')
  return { a: cellA, b: cellB, metric: METRIC, name: [task, shots] }
}

/** So many items each: both right, only A, only B, both wrong. */
function scores(both: number, onlyA: number, onlyB: number, neither: number) {
  const of = (parts: readonly number[]) =>
    [both, onlyA, onlyB, neither].flatMap((count, part) => Array<number>(count).fill(parts[part] ?? 0))
  return [of([1, 1, 0, 0]), of([1, 0, 1, 0])] as const
}

test('a family is adjusted by Holm, families by Benjamini and Hochberg', () => {
  const counts = [
    ['t', 10, 9, 1],
    ['t', 10, 4, 3],
    ['u', 10, 8, 2],
  ] as const
  const made = compareCells(
    counts.map(([task, both, onlyA, onlyB], k) => pairOf(task, ...scores(both, onlyA, onlyB, 10), k)),
    { seed: 1 },
  )
  const p = counts.map(([, , onlyA, onlyB]) => mcnemarExact(onlyB, onlyA))
  const pWorse = counts.map(([, , onlyA, onlyB]) => mcnemarExact(onlyA, onlyB, 'greater'))
  const ofT = holm(p.slice(0, 2))
  const worseT = holm(pWorse.slice(0, 2))
  const families = benjaminiHochberg([Math.min(...ofT), p[2] ?? 1])
  const worseFamilies = benjaminiHochberg([Math.min(...worseT), pWorse[2] ?? 1])
  const results = made.map(({ result }) => (result.state === 'estimated' ? result : undefined))
  expect(results.map((result) => result?.method)).toEqual(['mcnemar', 'mcnemar', 'mcnemar'])
  expect(results.map((result) => result?.p)).toEqual(p)
  expect(results.map((result) => result?.pHolm)).toEqual([...ofT, p[2]])
  expect(results.map((result) => result?.pFamily)).toEqual([families[0], families[0], families[1]])
  expect(results.map((result) => result?.pWorseAdjusted)).toEqual([
    Math.max(worseT[0] ?? 1, worseFamilies[0] ?? 1),
    Math.max(worseT[1] ?? 1, worseFamilies[0] ?? 1),
    Math.max(pWorse[2] ?? 1, worseFamilies[1] ?? 1),
  ])
  expect(results[0]?.difference).toBeCloseTo(-8 / 30, 12)
})

test('items that one side lacks are dropped and counted, and means are of the common ones', () => {
  const [one] = compareCells([pairOf('t', [1, 0, 1, undefined, 1], [0, 0, undefined, 1, 1])], { seed: 1 })
  expect(one).toMatchObject({ dropped: 2, scoreA: 2 / 3, scoreB: 1 / 3, result: { n: 3 } })
})

test('too few common items are no comparison, and cost the others nothing', () => {
  const lone = pairOf('t', [1, undefined], [0, 1])
  const full = pairOf('t', ...scores(5, 6, 0, 5), 4)
  const [first, second] = compareCells([lone, full], { seed: 1 })
  expect(first?.result).toEqual({ state: 'not_identifiable', reason: 'too_few_items' })
  expect(second?.result).toMatchObject({ pHolm: mcnemarExact(0, 6), pFamily: mcnemarExact(0, 6) })
})

test('other scores than right and wrong are tested by sign flips, the same each time', () => {
  const a = Array.from({ length: 12 }, (_, item) => 0.5 + item / 40)
  const pair = pairOf(
    't',
    a,
    a.map((score) => score - 0.3),
  )
  const [one] = compareCells([pair], { seed: 1 })
  expect(one?.result).toMatchObject({ method: 'sign-flip', difference: expect.closeTo(-0.3, 12) })
  expect(compareCells([pair], { seed: 1 })).toEqual([one])
  if (one?.result.state === 'estimated') {
    // All of one sign: 2 of 2¹² sign patterns are as extreme, and 1 for the one-sided test.
    expect(one.result.p).toBeLessThan(0.003)
    expect(one.result.pWorse).toBeLessThan(one.result.p + 1e-9)
  }
})
