import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONTROLS } from '../../src/domain/factors.ts'
import { applyControl } from '../../src/prompts/controls.ts'
import { demonstrationOrder } from '../../src/prompts/draw-demonstrations.ts'
import { makeItem, makeTask } from '../fixtures/tasks.ts'

const labelled = ['a', 'b', 'a', 'c', 'b'].map((label, n) => makeItem(`i${n}`, `in ${n}`, label))

describe('controls', () => {
  test.each([
    ['gold', ['a', 'b', 'a', 'c', 'b']],
    ['no-labels', [undefined, undefined, undefined, undefined, undefined]],
    ['flipped-labels', ['b', 'c', 'b', 'a', 'c']],
    ['shuffled-labels', ['b', 'a', 'c', 'a', 'b']],
  ] as const)('%s', (control, labels) => {
    expect(applyControl(control, labelled, ['s']).map(({ label }) => label)).toEqual(labels)
  })

  test('random labels come from the pool and from the stream alone', () => {
    const draw = (seed: number) => applyControl('random-labels', labelled, [seed]).map(({ label }) => label)
    expect(draw(1)).toEqual(draw(1))
    const seen = new Set(Array.from({ length: 50 }, (_, seed) => draw(seed)).flat())
    expect(seen).toEqual(new Set(['a', 'b', 'c']))
  })

  test('a label never depends on how many demonstrations are shown', () => {
    for (const control of CONTROLS) {
      const whole = applyControl(control, labelled, ['s'])
      expect(whole.map(({ item }) => item.id)).toEqual(labelled.map(({ id }) => id))
    }
  })
})

describe('the order of a draw', () => {
  test('is a permutation of the pool, the same for the same name', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.nat(50),
        fc.integer({ min: 1, max: 40 }),
        (seed, draw, poolSize) => {
          const task = makeTask({ poolSize })
          const order = demonstrationOrder(task, [seed, task.name, draw])
          expect(order).toEqual(demonstrationOrder(task, [seed, task.name, draw]))
          expect(new Set(order)).toEqual(new Set(task.pool))
        },
      ),
      { numRuns: 100 },
    )
  })

  test('differs between draws', () => {
    const task = makeTask()
    const orders = new Set(
      Array.from({ length: 20 }, (_, draw) =>
        demonstrationOrder(task, [1, 'echo', draw])
          .map(({ id }) => id)
          .join(),
      ),
    )
    expect(orders.size).toBe(20)
  })

  test('each item comes first about as often as any other', () => {
    const task = makeTask({ poolSize: 4 })
    const counts = new Map<string, number>()
    for (let draw = 0; draw < 4000; draw++) {
      const id = demonstrationOrder(task, [1, 'echo', draw])[0]?.id ?? ''
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    // 1000 expected of each, standard deviation 27: five of them either way.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(137)
  })

  test('balanced takes one of each label before any label comes again', () => {
    const order = demonstrationOrder(makeTask({ pool: labelled, demonstrations: 'balanced' }), [1])
    expect(new Set(order.slice(0, 3).map((item) => item.targets[0]))).toEqual(new Set(['a', 'b', 'c']))
    expect(order).toHaveLength(labelled.length)
  })

  test('first keeps file order, ids keep theirs', () => {
    expect(demonstrationOrder(makeTask({ pool: labelled, demonstrations: 'first' }), [1])).toEqual(labelled)
    const byIds = demonstrationOrder(makeTask({ pool: labelled, demonstrations: ['i3', 'i0'] }), [1])
    expect(byIds.map(({ id }) => id)).toEqual(['i3', 'i0'])
  })
})
