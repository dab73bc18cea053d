import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../../..')
const ENGINE = new Set(['node-llama-cpp', '@node-llama-cpp'])

const SCRIPT = `
import { createLlamaProvider } from './src/providers/llama/provider.ts'
const provider = createLlamaProvider({
  name: 'local', processes: 1, gpu: false, cores: 1, freeMemoryBytes: () => 1e9, env: process.env,
  pathOf: async () => ({ path: 'try.mjs', sha256: 'ab' }),
})
const options = { signal: new AbortController().signal, contextNeeded: 512, notice: () => {} }
for (const attempt of [() => provider.identify({ name: 'm' }), () => provider.open({ name: 'm' }, options)])
  await attempt().catch((error) => console.log(error.name + ': ' + error.message))
`

/** The same sources in a project whose node_modules lacks the engine, as after `npm install --omit=optional`. */
function projectWithoutEngine(): string {
  const folder = mkdtempSync(join(tmpdir(), 'icl-no-engine-'))
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (!ENGINE.has(name)) symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name))
  for (const room of ['src/domain', 'src/providers/llama']) {
    mkdirSync(join(folder, dirname(room)), { recursive: true })
    cpSync(join(ROOT, room), join(folder, room), { recursive: true })
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'try.mjs'), SCRIPT)
  return folder
}

test('without the optional package, one line says how to install it', () => {
  const folder = projectWithoutEngine()
  try {
    const said = execFileSync(process.execPath, ['try.mjs'], { cwd: folder, encoding: 'utf8' })
    const line =
      'InputError: provider "local" needs the built-in engine, which is not installed; npm install node-llama-cpp@3.21.1'
    expect(said.trim().split('\n')).toEqual([line, line])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
