import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PUBLISHED } from './imports.ts'
import { publishedPage } from './page.ts'

/** Makes the folders of results/published that are absent (all with --again), and docs/published.md of them. */
const PROJECT = resolve(import.meta.dirname, '../..')

for (const { name, args } of PUBLISHED) {
  const folder = join(PROJECT, 'results/published', name)
  if (process.argv.includes('--again')) rmSync(folder, { recursive: true, force: true })
  if (existsSync(folder)) continue
  const command = ['src/cli.ts', 'import', 'scores', ...args, '--out', `results/published/${name}`]
  const { status } = spawnSync(process.execPath, command, {
    cwd: PROJECT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`icl import scores of ${name} exited with ${status}`)
}
const page = join(PROJECT, 'docs/published.md')
writeFileSync(page, await publishedPage(PROJECT))
// Tables are padded as the linter wants them.
spawnSync(join(PROJECT, 'node_modules/.bin/biome'), ['format', '--write', page])
