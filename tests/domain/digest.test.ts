import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, digestOf, digestOfValue } from '../../src/domain/digest.ts'
import { itemDigest } from '../../src/domain/item.ts'
import { randomStream } from '../../src/domain/random.ts'
import { makeItem } from '../fixtures/tasks.ts'

describe('digests', () => {
  test('are 32 hex digits, the same everywhere', () => {
    // sha256("1:a;2:bc;"), first half: printf '1:a;2:bc;' | sha256sum
    expect(digestOf('a', 'bc')).toBe('22820a03ed72f5350ea9d789a4f9ccc0')
  })

  test('lists that join to the same text differ', () => {
    expect(digestOf('ab', 'c')).not.toBe(digestOf('a', 'bc'))
    expect(digestOf('a')).not.toBe(digestOf('a', ''))
  })

  test('do not depend on the order in which an object was written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        expect(digestOfValue(reversed)).toBe(digestOfValue(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test('an item with other targets is another item', () => {
    expect(itemDigest(makeItem('a', 'x', 'y'))).toBe(itemDigest(makeItem('a', 'x', 'y')))
    expect(itemDigest(makeItem('a', 'x', 'y'))).not.toBe(
      itemDigest({ ...makeItem('a', 'x', 'y'), targets: ['y', 'z'] }),
    )
  })
})

describe('random streams', () => {
  test('depend on their name alone', () => {
    const draw = (...name: (string | number)[]) => randomStream(...name).shuffle([1, 2, 3, 4, 5, 6, 7, 8])
    expect(draw('a', 1)).toEqual(draw('a', 1))
    expect(draw('a', 1)).not.toEqual(draw('a', 2))
    expect(draw('a', 11)).not.toEqual(draw('a1', 1))
  })

  test('numbers stay in range and spread over it', () => {
    const random = randomStream('range')
    const ints = Array.from({ length: 6000 }, () => random.int(6))
    for (let face = 0; face < 6; face++) {
      // 1000 expected, standard deviation 29: five of them either way.
      expect(Math.abs(ints.filter((int) => int === face).length - 1000)).toBeLessThan(145)
    }
    const units = Array.from({ length: 1000 }, () => random.unit())
    expect(Math.min(...units)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...units)).toBeLessThan(1)
    expect(Math.abs(units.reduce((sum, unit) => sum + unit, 0) / 1000 - 0.5)).toBeLessThan(0.05)
  })
})
