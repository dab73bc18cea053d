import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyMap } from '../../src/results/key-map.ts'

/** Keys of trials, keys that differ in one word only, and texts that are no keys at all. */
const key = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 }),
  fc.integer({ min: 0, max: 300 }).map((n) => n.toString(16).padStart(8, '0') + 'f'.repeat(24)),
  fc.integer({ min: 0, max: 300 }).map((n) => '0'.repeat(24) + n.toString(16).padStart(8, '0')),
  fc.constantFrom('', 'a', 'A'.repeat(32), 'g'.repeat(32), '0'.repeat(31), '0'.repeat(33), 'é'.repeat(32)),
)

test('property: answers as a Map does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(key, fc.nat({ max: 2 ** 32 - 1 })), { maxLength: 2000, size: 'max' }),
      fc.array(key, { maxLength: 50 }),
      (entries, others) => {
        const map = keyMap()
        const model = new Map<string, number>()
        for (const [name, value] of entries) {
          map.set(name, value)
          model.set(name, value)
        }
        expect(map.size).toBe(model.size)
        for (const name of [...model.keys(), ...others]) {
          expect(map.get(name)).toBe(model.get(name))
          expect(map.has(name)).toBe(model.has(name))
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('a hundred thousand keys are all found', () => {
  const map = keyMap()
  const nameOf = (n: number): string => (n * 2654435761).toString(16).padStart(32, '0')
  for (let n = 0; n < 100_000; n++) map.set(nameOf(n), n)
  expect(map.size).toBe(100_000)
  for (let n = 0; n < 100_000; n++) if (map.get(nameOf(n)) !== n) expect.unreachable(`key ${n}`)
  expect(map.has(nameOf(100_000))).toBe(false)
})
