import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { InputError } from '../../domain/input-error.ts'
import { CUTS_VERSION } from './generate.ts'

/** The version that this adapter is written against. */
const PACKAGE = 'node-llama-cpp@3.21.1'

/** The one message for an engine that is not there. */
export function notInstalled(provider: string): InputError {
  return new InputError({
    message: `provider "${provider}" needs the built-in engine, which is not installed`,
    hint: `npm install ${PACKAGE}`,
  })
}

/**
 * The engine as it stands in a trial's key: `node-llama-cpp@3.21.1 llama.cpp@v0.4.0 cpu cuts-1`. Read from the
 * package's own files: nothing native is loaded.
 *
 * @throws InputError when the package is not installed
 */
export async function engineBuild(provider: string, gpu: boolean): Promise<string> {
  const root = packageRoot(provider)
  const version = await readField(join(root, 'package.json'), 'version')
  const release = await readField(join(root, 'llama', 'binariesGithubRelease.json'), 'release')
  return `node-llama-cpp@${version} llama.cpp@${release} ${gpu ? 'gpu' : 'cpu'} ${CUTS_VERSION}`
}

function packageRoot(provider: string): string {
  try {
    // Its entry is dist/index.js; package.json itself is not among its exports.
    return dirname(dirname(createRequire(import.meta.url).resolve('node-llama-cpp')))
  } catch {
    throw notInstalled(provider)
  }
}

async function readField(path: string, field: string): Promise<string> {
  const content: unknown = JSON.parse(await readFile(path, 'utf8'))
  const value = (content as Readonly<Record<string, unknown>>)[field]
  return typeof value === 'string' ? value : 'unknown'
}
