import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { additionSuite, CONCURRENCY, writeJsonl } from '../addition-work.ts'
import { PROJECT } from '../folders.ts'
import type { Job, Tool } from '../tool.ts'

/**
 * This harness: the real command line on a project like any other. A run begins with a probe of whether the server
 * answers the same again; no other tool does, so the row of equal work leaves it out.
 */
export const ours = icl('ours', '**icl-harness**, `probe: off`', false)

/** This harness as it comes. */
export const oursWithProbe = icl('ours-default', '**icl-harness**, defaults', true)

function icl(name: string, label: string, probe: boolean): Tool {
  return {
    name,
    label,
    slow: false,
    bare: false,
    install: async () => {
      const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'))
      return `icl-harness ${version} (source ${sourceHash()})`
    },
    prepare: async (job) => {
      writeProject(job, probe)
      const command = {
        argv: [process.execPath, join(PROJECT, 'src/cli.ts'), 'run', '--run', 'peers'],
        cwd: job.folder,
      }
      const trials = job.work.items.length
      return { command, resume: command, report: async () => report(job.folder, trials) }
    },
  }
}

/** Measurements of another state of the source do not count. */
function sourceHash(): string {
  const hash = createHash('sha256')
  for (const file of globSync('src/**/*.ts', { cwd: PROJECT }).sort())
    hash.update(file).update(readFileSync(join(PROJECT, file)))
  return hash.digest('hex').slice(0, 8)
}

function writeProject({ folder, baseUrl, work }: Job, probe: boolean): void {
  mkdirSync(join(folder, 'tasks'))
  writeJsonl(join(folder, 'tasks/items.jsonl'), work.items)
  writeJsonl(join(folder, 'tasks/pool.jsonl'), work.demonstrations)
  writeFileSync(join(folder, 'tasks/addition.yaml'), additionSuite('peers', 'first'))
  writeFileSync(
    join(folder, 'harness.config.yaml'),
    `version: 1
results: results
tasks: [tasks/*.yaml]
providers:
  server: { type: openai, base_url: ${baseUrl}, concurrency: ${CONCURRENCY}, api: completions }
models:
  - { name: m, provider: server, family: Any, parameters: 1B }
runs:
  peers: { shots: [5], renderings: [raw], probe: ${probe} }
`,
  )
}

function report(folder: string, trials: number) {
  const file = join(folder, 'results/peers/trials.csv')
  if (!existsSync(file)) return undefined
  const rows = parse<{ score_exact_match: string; trial_key: string }>(readFileSync(file), { columns: true })
  // A key's last row counts.
  const scores = [...new Map(rows.map((row) => [row.trial_key, row.score_exact_match])).values()]
  const right = scores.filter((score) => score === '1').length
  const wrong = scores.filter((score) => score === '0').length
  return { right, wrong, unscored: trials - right - wrong }
}
