import { expect, test } from 'vitest'
import { usableMemory } from '../../src/commands/usable-memory.ts'

test.each([
  ['no limit is known', 8e9, 0, 1e8, 8e9],
  ['no limit: more than any machine has', 8e9, 2 ** 64, 1e8, 8e9],
  ['a limit that leaves less than is free', 8e9, 4e9, 1e9, 3e9],
  ['a limit that leaves more than is free', 2e9, 4e9, 1e9, 2e9],
  ['a limit that is used up', 8e9, 1e9, 2e9, 0],
])('%s', (_name, free, limit, own, usable) => {
  expect(usableMemory(free, limit, own)).toBe(usable)
})
