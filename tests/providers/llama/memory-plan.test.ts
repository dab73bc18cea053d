import { statSync } from 'node:fs'
import { freemem } from 'node:os'
import { readGgufFileInfo } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { InputError } from '../../../src/domain/input-error.ts'
import { memoryFacts } from '../../../src/providers/llama/memory-facts.ts'
import { neededBytes, planMemory } from '../../../src/providers/llama/memory-plan.ts'
import type { MemoryFacts } from '../../../src/providers/llama/protocol.ts'
import { describeWith, pathOf } from '../../real-parts.ts'
import { childrenOf, modelOf, openReal, providerOf, type RealModel, residentBytes } from './real-engine.ts'

const MB = 2 ** 20
const FACTS: MemoryFacts = {
  weightsBytes: 1000 * MB,
  copiedBytes: 600 * MB,
  cacheBytesPerToken: MB / 16,
  vocabulary: 2 ** 18,
  trainedContext: undefined,
}

test('what processes take: weights once, then copies, cache, numbers of a batch and Node for each', () => {
  const each = 600 + 2048 / 16 + 64 + 256
  expect(neededBytes(FACTS, 2048, 1) / MB).toBe(400 + each)
  expect(neededBytes(FACTS, 2048, 3) / MB).toBe(400 + 3 * each)
})

test.each([
  ['one a core', 'auto', false, 4, 20_000, 4],
  ['as many as fit', 'auto', false, 8, 400 + 3 * 1048, 3],
  ['one byte less', 'auto', false, 8, 400 + 3 * 1048 - 1, 2],
  ['one where none fits', 'auto', false, 8, 100, 1],
  ['one on a GPU', 'auto', { freeBytes: 9000 * MB }, 8, 20_000, 1],
  ['a number is taken as it is', 3, false, 2, 1000, 3],
  ['a number on a GPU too', 2, { freeBytes: 0 }, 8, 1000, 2],
] as const)('%s', (_name, wanted, gpu, cores, freeMb, processes) => {
  const plan = planMemory(wanted, FACTS, 2048, gpu, { cores, freeMemoryBytes: freeMb * MB })
  expect(plan).toEqual({
    processes,
    neededBytes: neededBytes(FACTS, 2048, processes),
    freeBytes: freeMb * MB + (gpu === false ? 0 : gpu.freeBytes),
  })
})

describeWith(
  ['smollm2-135m-instruct', 'gemma3-270m', 'qwen2.5-coder-1.5b-instruct'],
  'facts of real files',
  () => {
    test.each<[RealModel, number, number, number]>([
      // 30 layers of 3 heads of 64, keys and values, 2 bytes each.
      ['smollm2-135m-instruct', 30 * 3 * 64 * 2 * 2, 49_152, 0.35],
      // A head's width of its own: 256, not 640 / 4.
      ['gemma3-270m', 18 * 1 * 256 * 2 * 2, 262_144, 0.9],
      ['qwen2.5-coder-1.5b-instruct', 28 * 2 * 128 * 2 * 2, 151_936, 1],
    ])('%s', async (name, cacheBytesPerToken, vocabulary, mostCopied) => {
      const info = await readGgufFileInfo(pathOf(name), { sourceType: 'filesystem', logWarnings: false })
      const { size } = statSync(pathOf(name))
      const facts = memoryFacts(info, size)
      expect(facts).toMatchObject({ weightsBytes: size, cacheBytesPerToken, vocabulary })
      expect(facts.copiedBytes / size).toBeLessThanOrEqual(mostCopied)
    })
  },
)

describeWith(['smollm2-135m-instruct'], 'memory of an opened model', () => {
  test('stays under what was said, and is on record', async () => {
    const others = new Set(childrenOf(process.pid))
    const session = await openReal('smollm2-135m-instruct', { contextNeeded: 4096 })
    try {
      const [engine = 0] = childrenOf(process.pid).filter((pid) => !others.has(pid))
      const { placement } = session
      expect(placement).toMatchObject({ processes: 1, threads: 1, contextSize: 4096, gpu: undefined })
      expect(placement?.neededBytes).toBeGreaterThan(residentBytes(engine))
      expect(placement?.neededBytes).toBeLessThan(3 * residentBytes(engine))
      expect(placement?.freeBytes).toBeGreaterThan(freemem() / 4)
    } finally {
      await session.close()
    }
  }, 60_000)

  test.each([
    [
      'auto',
      /model "small" needs 0\.4 GB of memory \(weights of 0\.1 GB, a context of 512 tokens\); 0\.2 GB is free; a smaller model/,
      0.2e9,
    ],
    [
      4,
      /model "small" in 4 processes needs 1\.\d GB of memory \(.*\); 0\.6 GB is free; one process needs 0\.\d GB: set "processes"/,
      0.6e9,
    ],
  ] as const)(
    'what does not fit is refused before it is loaded: processes %s',
    async (processes, message, free) => {
      const before = childrenOf(process.pid)
      const provider = providerOf(pathOf('smollm2-135m-instruct'), processes, { freeMemoryBytes: () => free })
      const opening = provider.open(modelOf('small'), {
        signal: new AbortController().signal,
        contextNeeded: 512,
        notice: () => {},
      })
      const error = await opening.catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(InputError)
      expect((error as InputError).message).toMatch(message)
      expect(childrenOf(process.pid)).toEqual(before)
    },
    60_000,
  )
})
