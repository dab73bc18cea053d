import type { Llama, LlamaModel } from 'node-llama-cpp'
import { EngineFailure, messageOf } from './engine-failure.ts'
import type { GpuKind, GpuWish } from './protocol.ts'

export type LlamaModule = typeof import('node-llama-cpp')

/** The library. @throws EngineFailure `not-installed` */
export async function importLibrary(): Promise<LlamaModule> {
  try {
    return await import('node-llama-cpp')
  } catch (error) {
    throw new EngineFailure('not-installed', messageOf(error))
  }
}

/** llama.cpp, loaded, and the lines that it logged. */
export interface NativeEngine {
  readonly llama: Llama
  readonly log: string[]
}

const NOTHING = { cpuRam: 0, gpuVram: 0 }

/**
 * Keeps the library from estimating what a model and its context will take: it loads them once more for that, without
 * weights, in every process. On a CPU nothing hangs on it but a check, which was made before any process was started.
 */
function leaveOutEstimates({ GgufInsights }: LlamaModule): void {
  for (const method of ['estimateModelResourceRequirementsV2', 'estimateContextResourceRequirementsV2'])
    Object.defineProperty(GgufInsights.prototype, method, { configurable: true, value: async () => NOTHING })
}

/** Loads llama.cpp for a GPU or the CPU. @throws EngineFailure `not-installed` where there is no build that runs here */
export async function loadNative(
  library: LlamaModule,
  gpu: GpuKind | Exclude<GpuWish, true>,
): Promise<NativeEngine> {
  const log: string[] = []
  if (gpu === false) leaveOutEstimates(library)
  try {
    const llama = await library.getLlama({
      gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: library.LlamaLogLevel.error,
      logger: (_level, message) => void log.push(message.trim()),
    })
    return { llama, log }
  } catch (error) {
    throw new EngineFailure('not-installed', log.find((line) => line !== '') ?? messageOf(error))
  }
}

/** Opens a model's weights. @throws EngineFailure `file` */
export async function loadModel({ llama, log }: NativeEngine, path: string): Promise<LlamaModel> {
  log.length = 0
  try {
    return await llama.loadModel({ modelPath: path })
  } catch (error) {
    throw new EngineFailure(
      'file',
      `llama.cpp cannot load the model: ${log.find((line) => line !== '') ?? messageOf(error)}`,
    )
  }
}
