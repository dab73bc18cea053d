import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { modelGroups } from '../../src/run/trial-group.ts'
import { affinitySource, sharedSource } from '../../src/run/work-source.ts'
import { makePlan, makePlanned, makeTask } from '../fixtures/tasks.ts'

const planned = makePlanned()

function plan(tasks: number, queries: number) {
  return makePlan({
    models: [planned],
    tasks: Array.from({ length: tasks }, (_, n) => makeTask({ name: `t${n}`, querySize: queries })),
    shots: [0, 1, 2],
  })
}

function keysOf(made: ReturnType<typeof plan>): string[] {
  return [...modelGroups(made, planned)].flatMap((group) =>
    Array.from({ length: group.size }, (_, n) => group.at(n).key),
  )
}

describe.each([
  ['shared', sharedSource],
  ['affinity', affinitySource],
] as const)('%s source', (_, source) => {
  test('hands out each open trial once, whoever asks in whatever order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }),
        fc.nat(3),
        (tasks, queries, askers, everyNth) => {
          const made = plan(tasks, queries)
          const keys = keysOf(made)
          const done = new Set(keys.filter((_key, n) => everyNth > 0 && n % (everyNth + 1) === 0))
          const work = source(modelGroups(made, planned), (key) => done.has(key))
          const got: string[] = []
          const idle = new Set<number>()
          for (let turn = 0; idle.size < 4; turn++) {
            // Any order of asking, then every worker until it is told there is nothing left for it.
            const worker = turn < 200 ? (askers[turn % askers.length] ?? 0) : turn % 4
            const next = work.next(worker)
            if (next === undefined) idle.add(worker)
            else got.push(next.trial.key)
          }
          expect(got.toSorted()).toEqual(keys.filter((key) => !done.has(key)).toSorted())
        },
      ),
      { numRuns: 100 },
    )
  })
})

test('with affinity each worker stays in a group of its own and shares the rest at the end', () => {
  const made = plan(2, 10)
  const work = affinitySource(modelGroups(made, planned), () => false)
  const first = work.next(0)
  const second = work.next(1)
  expect([first?.trial.task.name, second?.trial.task.name]).toEqual(['t0', 't1'])
  for (let n = 1; n < 30; n++) expect(work.next(0)?.trial.task.name).toBe('t0')
  // Worker 0 has finished its group of 30; worker 1 has 29 left and gives up the later half.
  const stolen = work.next(0)
  expect([stolen?.trial.task.name, stolen?.trial.shots]).toEqual(['t1', 1])
  expect(work.next(1)?.trial.query.id).toBe('q1')
})
