import { expect, test } from 'vitest'
import { countTrials, trialGroups } from '../../src/run/trial-group.ts'
import { makePlan, makeTask } from '../fixtures/tasks.ts'

const plan = makePlan({
  tasks: [makeTask({ name: 'plain', querySize: 5 }), makeTask({ name: 'own', querySize: 3 })],
  shots: [0, 2],
  overrides: { own: { shots: [0, 1, 4], repeats: 2, draws: 2, controls: ['gold', 'no-labels'] } },
})
const trials = [...trialGroups(plan)].flatMap((group) =>
  Array.from({ length: group.size }, (_, index) => group.at(index)),
)
const of = (name: string) => trials.filter(({ task }) => task.name === name)

test('each task is asked under its own factors', () => {
  expect(of('plain')).toHaveLength(5 * 2)
  // Zero shots once a repeat; one and four under two controls and two draws.
  expect(of('own')).toHaveLength(3 * 2 * (1 + 2 * 2 * 2))
  expect(countTrials(plan)).toBe(trials.length)
  expect(new Set(trials.map(({ key }) => key)).size).toBe(trials.length)
})

test('a task that says nothing of its own keeps its keys', () => {
  const { overrides: _, ...without } = plan
  const keys = [...trialGroups(without)].flatMap((group) =>
    Array.from({ length: group.size }, (_, index) => group.at(index).key),
  )
  for (const { key } of of('plain')) expect(keys).toContain(key)
})
