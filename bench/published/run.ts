import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PUBLISHED } from './imports.ts'
import { OVERLAY_ARGS } from './overlay.ts'
import { publishedPage } from './page.ts'

/**
 * Makes the folders of results/published that are absent (all with --again), docs/published.md of them, and its figure of
 * our own ladder over GPT-3's curve.
 */
const PROJECT = resolve(import.meta.dirname, '../..')

function icl(args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, ['src/cli.ts', ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`icl ${args.join(' ')} exited with ${status}`)
}

for (const { name, args } of PUBLISHED) {
  const folder = join(PROJECT, 'results/published', name)
  if (process.argv.includes('--again')) rmSync(folder, { recursive: true, force: true })
  if (existsSync(folder)) continue
  icl(['import', 'scores', ...args, '--out', `results/published/${name}`])
}
icl(OVERLAY_ARGS)
const page = join(PROJECT, 'docs/published.md')
writeFileSync(page, await publishedPage(PROJECT))
// Tables are padded as the linter wants them.
spawnSync(join(PROJECT, 'node_modules/.bin/biome'), ['format', '--write', page])
