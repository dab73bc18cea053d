import { describe, expect, test } from 'vitest'
import { type CurveSuite, suitePoints } from '../../src/curves/suite-points.ts'
import type { Point } from '../../src/domain/point.ts'
import { pointWith } from '../charts/demo-points.ts'

const WORDS: CurveSuite = {
  name: 'words',
  tasks: [
    { name: 'plurals', metric: 'exact_match' },
    { name: 'antonyms', metric: 'contains' },
  ],
}

function pair(changes: Partial<Point> = {}, scores: readonly [number, number] = [0.2, 0.6]): Point[] {
  return [
    { ...pointWith({ score: scores[0], task: 'plurals', items: 20, se: 0.03 }), ...changes },
    {
      ...pointWith({ score: scores[1], task: 'antonyms', metric: 'contains', items: 40, se: 0.04 }),
      ...changes,
    },
  ]
}

function onlyPoint(points: readonly Point[], suite = WORDS): Point | undefined {
  const made = suitePoints(points, [suite])
  expect(made.gaps).toEqual([])
  expect(made.points).toHaveLength(1)
  return made.points[0]
}

test('a suite’s score is the unweighted mean of its tasks’ primary scores', () => {
  const companion = pointWith({ score: 0.9, task: 'plurals', metric: 'edit_similarity' })
  const [plurals, antonyms] = pair()
  const point = onlyPoint([...pair(), companion])
  expect(point).toMatchObject({
    source: 'run',
    task: 'suite:words',
    metric: 'suite_mean',
    metricKind: 'discontinuous',
    model: 'small',
    shots: 0,
    items: 60,
    trials: 60,
    ciMethod: 'mover',
  })
  expect(point?.score).toBeCloseTo(0.4, 12)
  expect(point?.se).toBeCloseTo(0.05 / 2, 12)
  const below = Math.hypot(0.2 - (plurals?.ciLow ?? 0), 0.6 - (antonyms?.ciLow ?? 0))
  expect(point?.ciLow).toBeCloseTo(0.4 - below / 2, 12)
})

test('it has the mean chance and maximum of its tasks, and what their trials cost', () => {
  const [first, second] = pair({ costUsd: 0.5, tokens: 100, latencyMs: 10 })
  const point = onlyPoint([
    { ...(first as Point), chance: 0.5 },
    { ...(second as Point), latencyMs: 40, failed: 3, scoreIfFailed0: 0.5 },
  ])
  expect(point).toMatchObject({ chance: 0.25, maximum: 1, costUsd: 1, tokens: 200, latencyMs: 30, failed: 3 })
  expect(point?.normalizedScore).toBeCloseTo((0.4 - 0.25) / 0.75, 12)
  expect([point?.scoreIfFailed0, point?.scoreIfFailed1]).toEqual([0.35, undefined])
})

test('every condition has its own', () => {
  const points = [
    ...pair(),
    ...pair({ shots: 4 }),
    ...pair({ model: 'big' }),
    ...pair({ control: 'flipped-labels' }),
  ]
  const made = suitePoints(points, [WORDS])
  expect(made.points.map(({ model, shots, control }) => [model, shots, control])).toEqual([
    ['small', 0, 'gold'],
    ['small', 4, 'gold'],
    ['big', 0, 'gold'],
    ['small', 0, 'flipped-labels'],
  ])
})

describe('there is none', () => {
  test('where a model lacks a task, which is said', () => {
    const [plurals] = pair({ model: 'big', shots: 4 })
    const { points, gaps } = suitePoints([...pair(), plurals as Point], [WORDS])
    expect(points.map(({ model }) => model)).toEqual(['small'])
    expect(gaps).toEqual([{ suite: 'words', point: plurals, lacking: ['antonyms'] }])
  })

  test('where a task has no score, as of trials that were all skipped', () => {
    const [plurals, antonyms] = pair()
    const { points, gaps } = suitePoints(
      [plurals as Point, { ...(antonyms as Point), score: undefined }],
      [WORDS],
    )
    expect([points, gaps.map(({ lacking }) => lacking)]).toEqual([[], [['antonyms']]])
  })

  test('of a suite with one task in the run', () => {
    const one = { name: 'words', tasks: WORDS.tasks.slice(0, 1) }
    expect(suitePoints(pair(), [one])).toEqual({ points: [], gaps: [] })
  })
})

test('intervals are conditional on draws where a task’s is, and unknown where a task has none', () => {
  const [plurals, antonyms] = pair()
  const conditional = { ...(plurals as Point), ciMethod: 'wilson_n_eff_conditional_on_draws' }
  expect(onlyPoint([conditional, antonyms as Point])?.ciMethod).toBe('mover_conditional_on_draws')
  const unknown = onlyPoint([
    { ...(plurals as Point), ciLow: undefined, ciHigh: undefined, se: undefined },
    antonyms as Point,
  ])
  expect([unknown?.ciMethod, unknown?.ciLow, unknown?.se]).toEqual([undefined, undefined, undefined])
})

test('nats per byte are averaged as they are; guessing has no score', () => {
  const nats = { chance: undefined, maximum: 0, metricKind: 'continuous' } as const
  const point = onlyPoint(pair(nats, [-1, -2]))
  expect(point).toMatchObject({ score: -1.5, metricKind: 'continuous', maximum: 0 })
  expect([point?.chance, point?.normalizedScore]).toEqual([undefined, undefined])
})
