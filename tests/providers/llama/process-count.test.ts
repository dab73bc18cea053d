import { expect, test } from 'vitest'
import { processCount } from '../../../src/providers/llama/process-count.ts'

const MB = 2 ** 20
test.each([
  ['one a core', 'auto', false, 100, 512, 4, 20_000, 4],
  ['as memory allows: each counts with weights, context and 256 MB', 'auto', false, 1000, 4096, 8, 5000, 2],
  ['at least one', 'auto', false, 4000, 512, 8, 1000, 1],
  ['one on a GPU', 'auto', true, 100, 512, 4, 20_000, 1],
  ['a number is taken as it is', 3, false, 4000, 512, 2, 1000, 3],
  ['a number on a GPU too', 2, true, 100, 512, 2, 1000, 2],
] as const)('%s', (_name, processes, gpu, weights, context, cores, free, expected) => {
  const room = { cores, freeMemoryBytes: free * MB }
  expect(processCount(processes, gpu, weights * MB, context, room)).toBe(expected)
})
