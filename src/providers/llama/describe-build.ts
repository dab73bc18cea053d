import { hash } from 'node:crypto'
import type { Llama } from 'node-llama-cpp'
import { EngineFailure } from './engine-failure.ts'
import type { LlamaModule, NativeEngine } from './load-library.ts'
import type { EngineBuild, GpuWish } from './protocol.ts'

/** What of a process tells which engine runs in it. */
export interface ProcessFacts {
  /** `linux-x64`. */
  readonly platform: string
  /** Paths of the shared libraries that it has loaded. */
  readonly sharedLibraries: readonly string[]
}

/** The build that was loaded. @throws EngineFailure `unsupported` where a GPU is wanted and none was found */
export async function describeBuild(
  library: Pick<LlamaModule, 'getModuleVersion'>,
  { llama }: Pick<NativeEngine, 'llama'>,
  wish: GpuWish,
  { platform, sharedLibraries }: ProcessFacts,
): Promise<EngineBuild> {
  const { gpu } = llama
  if (wish === true && gpu === false)
    throw new EngineFailure('unsupported', 'llama.cpp finds no GPU that it can use')
  return {
    library: await library.getModuleVersion(),
    llamaCpp: llama.llamaCppRelease.release + (llama.buildType === 'localBuild' ? '+local' : ''),
    platform,
    cpu: cpuVariant(sharedLibraries, llama),
    gpu,
    devices: gpu === false ? [] : await llama.getGpuDeviceNames(),
    freeGpuBytes: gpu === false ? 0 : (await llama.getVramState()).free,
  }
}

/** llama.cpp's own name of the variant; where it is built in, a digest of the CPU's features that it uses. */
function cpuVariant(sharedLibraries: readonly string[], { systemInfo }: Pick<Llama, 'systemInfo'>): string {
  const names = sharedLibraries.flatMap(
    (path) => /ggml-cpu-([\w.]+?)\.(?:so|dll|dylib)$/.exec(path)?.[1] ?? [],
  )
  return names[0] ?? hash('sha256', systemInfo).slice(0, 8)
}
