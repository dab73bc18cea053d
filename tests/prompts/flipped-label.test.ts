import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyControl } from '../../src/prompts/controls.ts'
import { demonstrationOrder } from '../../src/prompts/draw-demonstrations.ts'
import { flippedLabelOf, labelSet, nextLabel } from '../../src/prompts/flipped-label.ts'
import { poolFor } from '../../src/prompts/match.ts'
import { makeItem, makeTask } from '../fixtures/tasks.ts'

const pool = ['b', 'a', 'c', 'a'].map((label, at) => makeItem(`p${at}`, `in ${at}`, label))

describe('the flipped label of a query', () => {
  test.each([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
    ['d', undefined],
  ])('%s: %s', (target, flipped) => {
    expect(flippedLabelOf(makeTask({ pool }), makeItem('q', 'asked', target))).toBe(flipped)
  })

  test('is none where it is right as well, or where the pool has one label only', () => {
    const both = makeItem('q', 'asked', 'a', { targets: ['a', 'b'] })
    expect(flippedLabelOf(makeTask({ pool }), both)).toBeUndefined()
    const one = pool.filter(({ targets: [label] }) => label === 'a')
    expect(flippedLabelOf(makeTask({ pool: one }), makeItem('q', 'asked', 'a'))).toBeUndefined()
  })

  test('is of the labels that the query may be shown: those that match it, or are listed', () => {
    const fields = (world: string) => ({ fields: { world } })
    const worlds = [
      makeItem('p0', 'in', 'dax', fields('w1')),
      makeItem('p1', 'in', 'wug', fields('w1')),
      makeItem('p2', 'in', 'fep', fields('w2')),
      makeItem('p3', 'in', 'wug', fields('w2')),
    ]
    const task = makeTask({ pool: worlds, match: 'world' })
    expect(flippedLabelOf(task, makeItem('q', 'asked', 'wug', fields('w1')))).toBe('dax')
    expect(flippedLabelOf(task, makeItem('q', 'asked', 'wug', fields('w2')))).toBe('fep')
    expect(flippedLabelOf(task, makeItem('q', 'asked', 'dax', fields('w3')))).toBeUndefined()
    const listed = makeTask({ pool, demonstrations: ['p0', 'p2'] })
    expect(flippedLabelOf(listed, makeItem('q', 'asked', 'c'))).toBe('b')
    expect(flippedLabelOf(listed, makeItem('q', 'asked', 'a'))).toBeUndefined()
  })

  test('is the label that demonstrations with the same target have, in every draw', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('no', 'yes', 'maybe'), { minLength: 2, maxLength: 12 }),
        fc.constantFrom('random' as const, 'balanced' as const, 'first' as const),
        fc.nat(50),
        (labels, demonstrations, draw) => {
          const items = labels.map((label, at) => makeItem(`p${at}`, `in ${at}`, label))
          const task = makeTask({ pool: items, demonstrations })
          const query = makeItem('q', 'asked', labels[0] ?? '')
          const order = demonstrationOrder(task, ['draw', draw], poolFor(task, query))
          const shown = applyControl('flipped-labels', order, ['draw', draw])
          const same = shown.find(({ item }) => item.targets[0] === query.targets[0])
          const flipped = flippedLabelOf(task, query)
          expect(flipped ?? query.targets[0]).toBe(same?.label)
        },
      ),
      { numRuns: 60, seed: 3 },
    )
  })

  test('labels are sorted, each once', () => {
    expect(labelSet(pool)).toEqual(['a', 'b', 'c'])
    expect(nextLabel([], 'a')).toBeUndefined()
  })
})
