import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONTROLS } from '../../src/domain/factors.ts'
import type { Trial } from '../../src/domain/trial.ts'
import type { Plan } from '../../src/run/plan.ts'
import { countTrials, trialGroups } from '../../src/run/trial-group.ts'
import { makePlan, makePlanned, makeTask } from '../fixtures/tasks.ts'

function* trials(plan: Plan): Generator<Trial> {
  for (const group of trialGroups(plan))
    for (let index = 0; index < group.size; index++) yield group.at(index)
}

function* shownIn(plan: Plan): Generator<{ trial: Trial; shown: string[] }> {
  for (const group of trialGroups(plan))
    for (let index = 0; index < group.size; index++) {
      const trial = group.at(index)
      const shown = group.drawOf(trial).demonstrations.slice(0, trial.shots)
      yield { trial, shown: shown.map(({ item, label }) => `${item.id}=${label}`) }
    }
}

const planArbitrary = fc
  .record({
    seed: fc.integer(),
    draws: fc.integer({ min: 1, max: 3 }),
    repeats: fc.integer({ min: 1, max: 2 }),
    sampling: fc.constantFrom('shared' as const, 'per-query' as const),
    controls: fc.subarray([...CONTROLS], { minLength: 1 }),
    shots: fc.uniqueArray(fc.integer({ min: 0, max: 16 }), { minLength: 1, maxLength: 5 }),
  })
  .map((factors) =>
    makePlan({
      ...factors,
      shots: factors.shots.toSorted((a, b) => a - b),
      tasks: [makeTask({ querySize: 3 })],
    }),
  )

describe('laws of the plan', () => {
  test('the demonstrations of k are a prefix of those of every larger k', () => {
    fc.assert(
      fc.property(planArbitrary, (plan) => {
        const longest = new Map<string, string[]>()
        for (const { trial, shown } of shownIn(plan)) {
          expect(shown).toHaveLength(trial.shots)
          if (trial.shots === 0) continue
          const place = [trial.control, trial.draw, trial.query.id, trial.repeat].join()
          const shorter = longest.get(place) ?? []
          expect(shown.slice(0, shorter.length)).toEqual(shorter)
          longest.set(place, shown)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('every key stands once, the count is right, and no query is ever shown', () => {
    fc.assert(
      fc.property(planArbitrary, (plan) => {
        const keys = new Set<string>()
        let count = 0
        for (const { trial, shown } of shownIn(plan)) {
          keys.add(trial.key)
          count++
          expect(shown.some((id) => id.startsWith('q'))).toBe(false)
        }
        expect(keys.size).toBe(count)
        expect(countTrials(plan)).toBe(count)
      }),
      { numRuns: 60 },
    )
  })

  test('demonstrations depend neither on the model nor on the other tasks, and keys not on plan size', () => {
    const alone = makePlan({ tasks: [makeTask({ querySize: 3 })] })
    const crowded = makePlan({
      models: [makePlanned('x'), makePlanned('m')],
      tasks: [makeTask({ name: 'other', querySize: 2 }), makeTask({ querySize: 3 })],
      shots: [1, 8],
    })
    const of = (plan: Plan, model: string) =>
      new Map(
        [...shownIn(plan)]
          .filter(({ trial }) => trial.planned.model.name === model && trial.task.name === 'echo')
          .map(({ trial, shown }) => [`${trial.shots} ${trial.query.id}`, { shown, key: trial.key }]),
      )
    const expected = of(alone, 'm')
    for (const [place, { shown, key }] of of(crowded, 'm'))
      expect(expected.get(place)).toEqual({ shown, key })
    for (const [place, { shown }] of of(crowded, 'x')) expect(expected.get(place)?.shown).toEqual(shown)
  })

  test('asking in another order gives the same trials', () => {
    const [group] = trialGroups(makePlan({ sampling: 'per-query' }))
    const [again] = trialGroups(makePlan({ sampling: 'per-query' }))
    if (group === undefined || again === undefined) throw new Error('no group')
    const backwards = Array.from({ length: group.size }, (_, n) => group.at(group.size - 1 - n).key)
    expect(Array.from({ length: again.size }, (_, n) => again.at(n).key)).toEqual(backwards.reverse())
  })

  test('is the same on every platform: this exact draw and key', () => {
    const [group] = trialGroups(makePlan({ seed: 42, shots: [4] }))
    const trial = group?.at(0)
    if (group === undefined || trial === undefined) throw new Error('no trial')
    const shown = group.drawOf(trial).demonstrations.slice(0, 4)
    expect([shown.map(({ item }) => item.id), trial.key]).toMatchInlineSnapshot(`
      [
        [
          "p4",
          "p3",
          "p15",
          "p13",
        ],
        "78d6fecf2a01be1058e3ab5751fd2bc1",
      ]
    `)
  })

  test('a key moves with what is asked, and not with how it is scored', () => {
    const keyOf = (plan: Plan): string => [...trials(plan)].find(({ shots }) => shots === 2)?.key ?? ''
    const task = makeTask()
    const key = keyOf(makePlan({ tasks: [task] }))
    const moved: Record<string, Plan> = {
      version: makePlan({ tasks: [{ ...task, version: '2' }] }),
      template: makePlan({ tasks: [{ ...task, template: { ...task.template, target: '{{ target }}.' } }] }),
      decoding: makePlan({ tasks: [{ ...task, decoding: { ...task.decoding, maxTokens: 9 } }] }),
      demonstrations: makePlan({ seed: 2 }),
      identity: makePlan({
        models: [{ ...makePlanned(), identity: { digest: 'other', engine: 'engine 1' } }],
      }),
      engine: makePlan({
        models: [{ ...makePlanned(), identity: { digest: 'digest of m', engine: 'engine 2' } }],
      }),
      rendering: makePlan({ renderings: ['chat'] }),
      instruction: makePlan({ instructions: ['on'] }),
      control: makePlan({ controls: ['shuffled-labels'] }),
    }
    for (const [what, plan] of Object.entries(moved)) expect(keyOf(plan), what).not.toBe(key)
    const scored = {
      ...task,
      metrics: [{ ...task.metrics[0], metric: 'chrf', column: 'score_chrf' }],
      chance: 0.5,
    } as typeof task
    expect(keyOf(makePlan({ tasks: [scored] }))).toBe(key)
  })
})

test('zero shots are asked once: one draw, one control, keyed as gold', () => {
  const plan = makePlan({
    draws: 3,
    controls: ['shuffled-labels', 'gold'],
    shots: [0, 2],
    tasks: [makeTask({ querySize: 2 })],
  })
  const zero = [...trials(plan)].filter(({ shots }) => shots === 0)
  expect(zero.map(({ control, draw, query }) => [control, draw, query.id])).toEqual([
    ['gold', 0, 'q0'],
    ['gold', 0, 'q1'],
  ])
  const goldOnly = makePlan({ shots: [0], tasks: [makeTask({ querySize: 2 })] })
  expect([...trials(goldOnly)].map(({ key }) => key)).toEqual(zero.map(({ key }) => key))
})

test('a million trials plan in constant memory', () => {
  const plan = makePlan({ tasks: [makeTask({ querySize: 500 })], draws: 401, shots: [0, 1, 2, 4, 8] })
  expect(countTrials(plan)).toBeGreaterThan(800_000)
  const heap = (): number => {
    globalThis.gc?.()
    return process.memoryUsage().heapUsed
  }
  const start = trials(plan)
  for (let n = 0; n < 10_000; n++) start.next()
  const before = heap()
  let count = 10_000
  for (const _ of start) count++
  expect(count).toBe(countTrials(plan))
  // Without --expose-gc the figure includes garbage that is not yet collected.
  expect(heap() - before).toBeLessThan(globalThis.gc ? 5e6 : 100e6)
}, 60_000)
