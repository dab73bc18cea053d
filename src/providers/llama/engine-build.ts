import { createRequire } from 'node:module'
import { InputError } from '../../domain/input-error.ts'
import { CUTS_VERSION } from './generate.ts'
import type { EngineBuild } from './protocol.ts'

/** The version that this adapter is written against. */
const PACKAGE = 'node-llama-cpp@3.21.1'

/** The one message for an engine that is not there. */
export function notInstalled(provider: string): InputError {
  return new InputError({
    message: `provider "${provider}" needs the built-in engine, which is not installed`,
    hint: `npm install ${PACKAGE}`,
  })
}

/** @throws InputError when the package is not installed; starts and loads nothing */
export function checkInstalled(provider: string): void {
  try {
    createRequire(import.meta.url).resolve('node-llama-cpp')
  } catch {
    throw notInstalled(provider)
  }
}

/**
 * The engine as it stands in a trial's key: `node-llama-cpp@3.21.1 llama.cpp@v0.4.0 linux-x64 cpu-zen4 cuts-2`. llama.cpp
 * brings several variants of its arithmetic and takes the fastest that the CPU can run; they round differently, so that
 * the answers of two machines are comparable to the last bit only where this text is the same.
 */
export function engineText({ library, llamaCpp, platform, cpu, gpu, devices }: EngineBuild): string {
  const names = [...new Set(devices)].join(', ')
  const gpuPart = gpu === false ? [] : [names === '' ? gpu : `${gpu} (${names})`]
  return [
    `node-llama-cpp@${library}`,
    `llama.cpp@${llamaCpp}`,
    platform,
    ...gpuPart,
    `cpu-${cpu}`,
    CUTS_VERSION,
  ].join(' ')
}
