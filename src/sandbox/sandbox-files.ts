import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What every interpreter process reads to start: this folder, and the package file that says how to read it. */
export function sandboxFiles(): string[] {
  const here = dirname(fileURLToPath(import.meta.url))
  const manifest = join(here, '../../package.json')
  return existsSync(manifest) ? [here, manifest] : [here]
}
