import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const ICL = join(import.meta.dirname, '../../src/cli.ts')

export interface ProjectOptions {
  /** Queries of the one task. */
  readonly queries: number
  readonly draws: number
  readonly shots: readonly number[]
  /** The OpenAI-compatible server; the simulated provider where there is none. */
  readonly baseUrl?: string
  /** Requests at once at most. */
  readonly concurrency?: number
}

/** Five-shot addition, as a project of its own under `parent`; returns its config file. */
export function writeProject(parent: string, options: ProjectOptions): string {
  const folder = mkdtempSync(join(parent, 'icl-scale-'))
  mkdirSync(join(folder, 'tasks'))
  writeFileSync(join(folder, 'tasks/addition.yaml'), SUITE)
  writeFileSync(
    join(folder, 'tasks/addition.jsonl'),
    sums(options.queries + POOL)
      .map(({ input, target }) => `${JSON.stringify({ input, target })}\n`)
      .join(''),
  )
  const config = join(folder, 'harness.config.yaml')
  writeFileSync(config, configText(options))
  return config
}

const POOL = 16

/** Different additions of numbers below 1,000. */
export function sums(count: number): { input: string; target: string }[] {
  return Array.from({ length: count }, (_, n) => {
    const a = (n * 7919) % 1000
    const b = (Math.floor(n / 1000) * 101 + n * 31) % 1000
    return { input: `What is ${a} plus ${b}?`, target: String(a + b) }
  })
}

const SUITE = `suite: scale
defaults:
  version: "1"
  pool: ${POOL}
  template:
    input: "Q: {{ input }}\\nA:"
    target: "{{ target }}"
    target_delimiter: " "
    demonstration_delimiter: "\\n\\n"
  decoding: { max_tokens: 8, temperature: 0, stop: ["\\n"] }
  extractions: [{ name: first_line, type: first-line }]
  metrics: [{ metric: exact_match, normalise: [number] }, digit_accuracy]
  primary: exact_match
  companion: digit_accuracy
  chance: 0
  maximum: 1
tasks:
  - name: addition
    items: addition.jsonl
`

function configText({ draws, shots, baseUrl, concurrency = 32 }: ProjectOptions): string {
  const provider =
    baseUrl === undefined
      ? `{ type: simulated, seed: 1, concurrency: ${concurrency} }`
      : `{ type: openai, base_url: "${baseUrl}", concurrency: ${concurrency}, api: chat }`
  return `version: 1
tasks: [tasks/*.yaml]
default_run: scale
providers:
  server: ${provider}
models:
  - { name: model-1b, provider: server, family: F, parameters: 1B }
runs:
  scale: { shots: [${shots.join(', ')}], draws: ${draws}, renderings: [${baseUrl === undefined ? 'raw' : 'chat'}] }
`
}
