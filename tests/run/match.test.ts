import { describe, expect, test } from 'vitest'
import { SAMPLINGS } from '../../src/domain/factors.ts'
import type { Item } from '../../src/domain/item.ts'
import { drawFor } from '../../src/run/draw.ts'
import { trialGroups } from '../../src/run/trial-group.ts'
import { makeItem, makePlan, makeTask } from '../fixtures/tasks.ts'

const inWorlds = (prefix: string, worlds: number, each: number): Item[] =>
  Array.from({ length: worlds * each }, (_, n) =>
    makeItem(`${prefix}${n}`, `${prefix} ${n}`, `out ${n}`, {
      fields: { input: `${prefix} ${n}`, target: `out ${n}`, world: `w${n % worlds}` },
    }),
  )

const task = makeTask({ match: 'world', pool: inWorlds('p', 3, 8), queries: inWorlds('q', 3, 4) })

describe.each(SAMPLINGS)('with %s sampling', (sampling) => {
  const shown = [...trialGroups(makePlan({ tasks: [task], shots: [1, 8], sampling, draws: 2 }))].flatMap(
    (group) =>
      Array.from({ length: group.size }, (_, index) => {
        const trial = group.at(index)
        return { trial, demonstrations: group.drawOf(trial).shown(trial.shots) }
      }),
  )

  test('a query sees only demonstrations of its own world', () => {
    expect(shown).toHaveLength(2 * 2 * 12)
    for (const { trial, demonstrations } of shown) {
      expect(demonstrations).toHaveLength(trial.shots)
      for (const { item } of demonstrations) expect(item.fields.world).toBe(trial.query.fields.world)
    }
  })

  test('the draw of a trial is the same whichever trial was asked for before', () => {
    for (const { trial, demonstrations } of shown) {
      const again = drawFor({ ...trial }, 1, trial.query).shown(trial.shots)
      expect(again.map(({ item }) => item.id)).toEqual(demonstrations.map(({ item }) => item.id))
    }
  })
})

test('shared draws are shared within a world, per-query draws are not', () => {
  const [a, , , b] = task.queries
  if (a === undefined || b === undefined) throw new Error('no queries')
  const order = (query: Item, sampling: 'shared' | 'per-query', draw: number) =>
    drawFor({ task, rendering: 'raw', instruction: 'off', control: 'gold', sampling, draw }, 1, query)
      .shown(8)
      .map(({ item }) => item.id)
  expect(order(a, 'shared', 0)).toEqual(order(b, 'shared', 0))
  expect(order(a, 'shared', 0)).not.toEqual(order(a, 'shared', 1))
  expect(order(a, 'per-query', 0)).not.toEqual(order(b, 'per-query', 0))
})
