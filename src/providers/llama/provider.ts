import { stat } from 'node:fs/promises'
import type { Model } from '../../domain/model.ts'
import type { OpenOptions, Provider, Session } from '../../domain/provider.ts'
import { engineBuild } from './engine-build.ts'
import { startEngineProcess } from './engine-process.ts'
import { processCount } from './process-count.ts'
import { openSession } from './session.ts'

/** A model's weights on disk. */
interface LocalWeights {
  readonly path: string
  /** SHA-256 of the whole file, lower-case hex. */
  readonly sha256: string
}

export interface LlamaProviderOptions {
  /** The provider's name in the config. */
  readonly name: string
  /** `auto`: one a core, as far as memory goes. */
  readonly processes: 'auto' | number
  /** Whether to use a GPU where llama.cpp finds one. */
  readonly gpu: boolean
  /** Finds a model's weights, verified; may fetch them. */
  readonly pathOf: (model: Model, signal?: AbortSignal) => Promise<LocalWeights>
  /** Cores that work can run on at once. */
  readonly cores: number
  /** Memory that can be had now, in bytes. */
  readonly freeMemoryBytes: () => number
  /** Environment of the engine's processes. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The built-in engine: llama.cpp in child processes, without a server. */
export function createLlamaProvider(options: LlamaProviderOptions): Provider {
  const { name, gpu, pathOf } = options
  return {
    name,
    lane: 'local',
    simulated: false,
    async identify(model) {
      const engine = await engineBuild(name, gpu)
      // A declared digest is checked when the weights are opened: a plan needs no download.
      const digest = model.sha256 ?? (await pathOf(model)).sha256
      return { digest, engine }
    },
    open: (model, openOptions) => open(model, options, openOptions),
  }
}

async function open(
  model: Model,
  { name, processes, gpu, pathOf, cores, freeMemoryBytes, env }: LlamaProviderOptions,
  { signal, contextNeeded, notice }: OpenOptions,
): Promise<Session> {
  const { path } = await pathOf(model, signal)
  const { size } = await stat(path)
  const room = { cores, freeMemoryBytes: freeMemoryBytes() }
  const { session, facts } = await openSession(
    {
      provider: name,
      model: model.name,
      setup: { path, contextNeeded, contextLimit: model.contextLength, gpu },
      processes: processCount(processes, gpu, size, contextNeeded, room),
      start: () => startEngineProcess(env),
    },
    signal,
  )
  for (const line of facts.notices) notice(`${model.name}: ${line}`)
  return session
}
