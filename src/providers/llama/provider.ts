import { stat } from 'node:fs/promises'
import type { Model } from '../../domain/model.ts'
import type { OpenOptions, Provider, Session } from '../../domain/provider.ts'
import { contextTokens } from './context-tokens.ts'
import { checkInstalled, engineText } from './engine-build.ts'
import { type EngineProcess, startEngineProcess } from './engine-process.ts'
import { fitsOrThrow } from './fits-or-throw.ts'
import { planMemory } from './memory-plan.ts'
import type { EngineBuild, GpuWish } from './protocol.ts'
import { openSession, translated } from './session.ts'
import { PATIENCE, type Patience, patienceWith } from './vital-signs.ts'

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
  /** `auto`: where llama.cpp finds one. */
  readonly gpu: GpuWish
  /** Finds a model's weights, verified; may fetch them. */
  readonly pathOf: (model: Model, signal?: AbortSignal) => Promise<LocalWeights>
  /** Cores that work can run on at once. */
  readonly cores: number
  /** Memory that can be had now, in bytes. */
  readonly freeMemoryBytes: () => number
  /** Environment of the engine's processes. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** How an engine process is started; a real one where not given. */
  readonly start?: ((patience: Patience) => EngineProcess) | undefined
}

/** The built-in engine: llama.cpp in child processes, without a server. */
export function createLlamaProvider(options: LlamaProviderOptions): Provider {
  const { name, pathOf } = options
  let found: Promise<FoundEngine> | undefined
  const engineHere = (): Promise<FoundEngine> => {
    found ??= findEngine(options)
    return found
  }
  return {
    name,
    lane: 'local',
    simulated: false,
    async identify(model) {
      const { build } = await engineHere()
      // A declared digest is checked when the weights are opened: a plan needs no download.
      const digest = model.sha256 ?? (await pathOf(model)).sha256
      return { digest, engine: engineText(build) }
    },
    open: async (model, openOptions) => open(model, options, await engineHere(), openOptions),
  }
}

/** Processes that are started before it is known how many there is memory for. */
const MOST_EARLY = 8

function starter({ env, start }: LlamaProviderOptions, patience: Patience): () => EngineProcess {
  return () => start?.(patience) ?? startEngineProcess(env, patience)
}

/** The engine that runs on this machine. */
interface FoundEngine {
  readonly build: EngineBuild
  /** A process that has loaded the engine and no model, once: it was asked for the build. */
  takeProcess(): EngineProcess | undefined
}

/** @throws InputError where there is no engine, ProviderError where there is not the GPU that is wanted */
async function findEngine(options: LlamaProviderOptions): Promise<FoundEngine> {
  const { name, gpu } = options
  checkInstalled(name)
  const asked = starter(options, PATIENCE)()
  try {
    const build = await asked.call('build', gpu)
    let spare: EngineProcess | undefined = asked
    const takeProcess = (): EngineProcess | undefined => {
      const taken = spare?.alive ? spare : undefined
      spare = undefined
      return taken
    }
    return { build, takeProcess }
  } catch (error) {
    await asked.end()
    throw translated(error, { provider: name })
  }
}

async function open(
  model: Model,
  options: LlamaProviderOptions,
  { build, takeProcess }: FoundEngine,
  { signal, contextNeeded }: OpenOptions,
): Promise<Session> {
  const { name: provider, processes, pathOf, cores, freeMemoryBytes } = options
  const { path } = await pathOf(model, signal)
  const { size: weightsBytes } = await stat(path)
  const start = starter(options, patienceWith(weightsBytes))
  const first = takeProcess() ?? start()
  // The others load the engine while the first one looks into the file.
  const usual = build.gpu === false ? cores : 1
  const likely = Math.min(processes === 'auto' ? usual : processes, MOST_EARLY)
  const early = Array.from({ length: likely - 1 }, start)
  const setup = { path, contextNeeded, contextLimit: model.contextLength, gpu: build.gpu }
  const parts = { provider, model: model.name, setup }
  try {
    const facts = await first.call('measure', path, signal)
    const { size } = contextTokens(facts.trainedContext ?? contextNeeded, setup)
    const gpu = build.gpu === false ? build.gpu : { freeBytes: build.freeGpuBytes }
    const room = { cores, freeMemoryBytes: freeMemoryBytes() }
    const memory = planMemory(processes, facts, size, gpu, room)
    fitsOrThrow(memory, facts, size, { model: model.name, path })
    const next = (): EngineProcess => early.shift() ?? start()
    return await openSession({ ...parts, memory, first, start: next }, signal)
  } catch (error) {
    await first.end()
    throw translated(error, parts)
  } finally {
    await Promise.all(early.splice(0).map((process) => process.end()))
  }
}
