import { expect, test } from 'vitest'
import { itemsOfRecords } from '../../src/datasets/items-of-records.ts'

const records = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    fields: { input: `i${index}`, target: 't' },
    place: { file: 'f', line: index + 1 },
  }))

test.each([
  [1, '', ['0']],
  [10, '', ['0', '9']],
  [11, '', ['00', '10']],
  [1001, 'pool-', ['pool-0000', 'pool-1000']],
])('ids of %i items with the prefix "%s"', (count, idPrefix, ends) => {
  const ids = itemsOfRecords(records(count), { idPrefix }).map(({ item }) => item.id)
  expect([ids[0], ids.at(-1)]).toEqual(count === 1 ? [...ends, ...ends] : ends)
  expect(new Set(ids).size).toBe(count)
})

test('a position never takes the id of another item', () => {
  const [first, ...others] = records(2)
  const named = { fields: { ...first?.fields, id: '1' }, place: { file: 'f', line: 1 } }
  expect(() => itemsOfRecords([named, ...others])).toThrow('f:2: the id "1" is given twice, first in line 1')
})
