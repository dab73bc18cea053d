import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { additionSuite, additionWork, CONCURRENCY, writeJsonl } from '../peers/addition-work.ts'
import { PROJECT } from '../peers/folders.ts'

/** The command line, as it stands in the sources. */
const ICL = join(PROJECT, 'src/cli.ts')

export interface ProjectOptions {
  /** Queries of the one task. */
  readonly queries: number
  /** Draws of the five demonstrations: trials are queries × draws. */
  readonly draws: number
  /** The OpenAI-compatible server; the simulated provider where there is none. */
  readonly baseUrl?: string
}

/** The work of bench/peers (five-shot addition), as a project of its own under `parent`. */
export function writeProject(parent: string, options: ProjectOptions) {
  const folder = mkdtempSync(join(parent, 'project-'))
  const work = additionWork(options.queries)
  mkdirSync(join(folder, 'tasks'))
  writeJsonl(join(folder, 'tasks/items.jsonl'), work.items)
  writeJsonl(join(folder, 'tasks/pool.jsonl'), work.demonstrations)
  writeFileSync(join(folder, 'tasks/addition.yaml'), additionSuite('scale', 'random'))
  const config = join(folder, 'harness.config.yaml')
  writeFileSync(config, configText(options))
  return {
    trials: join(folder, 'results/scale/trials.csv'),
    run: [ICL, 'run', '--config', config],
    curves: [ICL, 'curves', 'scale', '--config', config],
  }
}

function configText({ draws, baseUrl }: ProjectOptions): string {
  const provider =
    baseUrl === undefined
      ? `{ type: simulated, seed: 1, concurrency: ${CONCURRENCY} }`
      : `{ type: openai, base_url: "${baseUrl}", concurrency: ${CONCURRENCY}, api: completions }`
  return `version: 1
tasks: [tasks/*.yaml]
default_run: scale
providers:
  server: ${provider}
models:
  - { name: m, provider: server, family: Any, parameters: 1B }
runs:
  scale: { shots: [5], draws: ${draws}, renderings: [raw], probe: false }
`
}
