import { describe, expect, test } from 'vitest'
import { describeBuild } from '../../../src/providers/llama/describe-build.ts'
import { engineText } from '../../../src/providers/llama/engine-build.ts'
import { EngineFailure } from '../../../src/providers/llama/engine-failure.ts'
import type { EngineProcess } from '../../../src/providers/llama/engine-process.ts'
import type { EngineBuild, EngineSetup } from '../../../src/providers/llama/protocol.ts'
import { describeWith, pathOf } from '../../real-parts.ts'
import { modelOf, providerOf } from './real-engine.ts'

const CPU: EngineBuild = {
  library: '3.21.1',
  llamaCpp: 'v0.4.0',
  platform: 'linux-x64',
  cpu: 'zen4',
  gpu: false,
  devices: [],
  freeGpuBytes: 0,
}
const CUDA: EngineBuild = { ...CPU, gpu: 'cuda', devices: ['NVIDIA X', 'NVIDIA X'], freeGpuBytes: 8e9 }

test.each([
  ['on a CPU', CPU, 'node-llama-cpp@3.21.1 llama.cpp@v0.4.0 linux-x64 cpu-zen4 cuts-2'],
  ['on GPUs', CUDA, 'node-llama-cpp@3.21.1 llama.cpp@v0.4.0 linux-x64 cuda (NVIDIA X) cpu-zen4 cuts-2'],
  [
    'on a GPU without a name',
    { ...CUDA, gpu: 'vulkan' as const, devices: [] },
    'node-llama-cpp@3.21.1 llama.cpp@v0.4.0 linux-x64 vulkan cpu-zen4 cuts-2',
  ],
])('the engine of a key, %s', (_name, build, text) => {
  expect(engineText(build)).toBe(text)
})

describe('the build that was loaded', () => {
  const library = { getModuleVersion: async () => '3.21.1' }
  const llama = (also: object) => ({
    llama: {
      gpu: false,
      buildType: 'prebuilt',
      llamaCppRelease: { repo: 'r', release: 'v0.4.0' },
      systemInfo: 'CPU : AVX2 = 1',
      getGpuDeviceNames: async () => ['NVIDIA X'],
      getVramState: async () => ({ total: 9, used: 4, free: 5, unifiedSize: 0 }),
      ...also,
    } as never,
  })
  const linux = { platform: 'linux-x64', sharedLibraries: ['/a/libggml-base.so', '/a/libggml-cpu-zen4.so'] }

  test.each([
    ['the CPU', 'auto', {}, linux, { cpu: 'zen4', gpu: false, devices: [], freeGpuBytes: 0 }],
    ['a GPU', 'auto', { gpu: 'cuda' }, linux, { gpu: 'cuda', devices: ['NVIDIA X'], freeGpuBytes: 5 }],
    ['built here', false, { buildType: 'localBuild' }, linux, { llamaCpp: 'v0.4.0+local' }],
    [
      'Windows',
      false,
      {},
      { platform: 'win32-x64', sharedLibraries: ['C:\\x\\ggml-cpu-haswell.dll'] },
      { cpu: 'haswell' },
    ],
    [
      'a variant with a version',
      false,
      {},
      { platform: 'linux-arm64', sharedLibraries: ['/a/libggml-cpu-armv8.2_1.so'] },
      { cpu: 'armv8.2_1' },
    ],
    [
      'one variant only: the CPU’s features',
      false,
      {},
      { platform: 'darwin-arm64', sharedLibraries: ['/a/libggml-cpu.so'] },
      { cpu: expect.stringMatching(/^[0-9a-f]{8}$/) },
    ],
  ] as const)('%s', async (_name, wish, also, facts, expected) => {
    expect(await describeBuild(library, llama(also), wish, facts)).toMatchObject(expected)
  })

  test('a GPU that is wanted and not there', async () => {
    await expect(describeBuild(library, llama({}), true, linux)).rejects.toMatchObject({
      kind: 'unsupported',
      message: 'llama.cpp finds no GPU that it can use',
    })
  })
})

/** A process whose machine has the given build; notes what it is asked. */
function fakeProcess(build: EngineBuild | EngineFailure, asked: unknown[]): EngineProcess {
  const answer = async (call: string, asks: unknown): Promise<unknown> => {
    asked.push(call === 'open' ? ['open', (asks as EngineSetup).gpu] : [call, asks])
    if (call === 'build' && build instanceof EngineFailure) throw build
    if (call === 'build') return build
    if (call === 'measure')
      return { weightsBytes: 1e8, copiedBytes: 0, cacheBytesPerToken: 1, vocabulary: 1, trainedContext: 4096 }
    return { parameters: 1, trainedContext: 4096, contextLength: 4096, contextSize: 512, family: 'f' }
  }
  return { alive: true, call: answer as EngineProcess['call'], end: async () => {} }
}

describeWith(['smollm2-135m-instruct'], 'with or without a GPU', () => {
  const open = async (wish: boolean | 'auto', build: EngineBuild | EngineFailure) => {
    const asked: unknown[] = []
    const path = pathOf('smollm2-135m-instruct')
    const provider = providerOf(path, 'auto', { gpu: wish, cores: 4, start: () => fakeProcess(build, asked) })
    const identity = await provider.identify(modelOf('m'))
    const session = await provider.open(modelOf('m'), {
      signal: new AbortController().signal,
      contextNeeded: 512,
      notice: () => {},
    })
    return { asked, identity, session }
  }

  test('one that is found is used, by one process, promises nothing and is part of the key', async () => {
    const { asked, identity, session } = await open('auto', CUDA)
    expect(asked).toEqual([
      ['build', 'auto'],
      ['measure', pathOf('smollm2-135m-instruct')],
      ['open', 'cuda'],
    ])
    expect(identity.engine).toContain('cuda (NVIDIA X)')
    expect([session.concurrency, session.deterministic, session.placement?.gpu]).toEqual([
      1,
      'unknown',
      'cuda',
    ])
  })

  test('none is found: the CPU, a process a core, the same bytes', async () => {
    const { asked, identity, session } = await open('auto', CPU)
    expect(asked.slice(2)).toEqual(new Array(4).fill(['open', false]))
    expect(identity.engine).toContain(' cpu-zen4 ')
    expect([session.concurrency, session.deterministic, session.placement?.gpu]).toEqual([
      4,
      'guaranteed',
      undefined,
    ])
  })

  test('one that must be there and is not', async () => {
    const missing = new EngineFailure('unsupported', 'llama.cpp finds no GPU that it can use')
    await expect(open(true, missing)).rejects.toMatchObject({
      name: 'ProviderError',
      message: 'llama.cpp finds no GPU that it can use',
    })
  })

  test('the engine is asked once for all models', async () => {
    const asked: unknown[] = []
    const provider = providerOf('/nowhere', 'auto', { start: () => fakeProcess(CPU, asked) })
    await Promise.all([provider.identify(modelOf('a')), provider.identify(modelOf('b'))])
    expect(asked).toEqual([['build', false]])
  })
})
