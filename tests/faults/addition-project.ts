import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import type { Host } from '../../src/commands/host.ts'
import { temporaryProject } from '../commands/run-icl.ts'

/** What varies between the projects of these tests. */
export interface AdditionOptions {
  /** Additions asked, one trial each: 1 + 1, 2 + 1, … */
  readonly items: number
  /** Settings of the run, as written. By default 2 shots, and no request but the trials' own. */
  readonly run?: string
  /** Provider entries, by name. */
  readonly providers: Readonly<Record<string, string>>
  /** Model entries as written; the first provider's `m` where not given. */
  readonly models?: readonly string[]
}

/** A project with one task of integer additions: any answer but the sum scores 0. */
export function additionProject({
  items,
  run = 'shots: [2], probe: false',
  providers,
  models,
}: AdditionOptions) {
  const project = temporaryProject({
    'harness.config.yaml': configText(providers, models, run),
    'tasks/addition.yaml': taskText(items),
  })
  const rows = (): Row[] => parse(project.read('results/first/trials.csv'), { columns: true })
  return { ...project, rows, run: ['run', '--config', project.config] }
}

export type Row = Record<string, string>

/** Its clock runs so many times faster than the world's. */
const SPEED = 200

const LEAST_TIMEOUT_MS = 300

/** A clock that runs quickly, and sleeps that are as short by it: for tests in which waits are only waits. */
export const SHORT_WAITS: Partial<Host> = {
  monotonic: () => performance.now() * SPEED,
  sleep: (ms, signal) => sleep(ms / SPEED, undefined, { signal }),
  // Real requests are not that quick: a time-out is the last to be shortened.
  startTimer: (run, ms) => {
    const timer = setTimeout(run, Math.max(LEAST_TIMEOUT_MS, ms / SPEED))
    return () => clearTimeout(timer)
  },
}

/** How often each value of a column occurs. */
export function tallyOf(rows: readonly Row[], column: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const row of rows) counts[row[column] ?? ''] = (counts[row[column] ?? ''] ?? 0) + 1
  return counts
}

function configText(
  providers: AdditionOptions['providers'],
  models: AdditionOptions['models'],
  run: string,
): string {
  const [first = ''] = Object.keys(providers)
  return [
    'version: 1',
    'tasks: [tasks/*.yaml]',
    'default_run: first',
    'providers:',
    ...Object.entries(providers).map(([name, entry]) => `  ${name}: ${entry}`),
    'models:',
    ...(models ?? [modelEntry('m', first)]).map((entry) => `  - ${entry}`),
    `runs: {first: {${run}}}`,
    '',
  ].join('\n')
}

/** A model of a provider, as the config has it. */
export function modelEntry(name: string, provider: string): string {
  return `{name: ${name}, provider: ${provider}, family: Adder, parameters: 1B, tuning: base}`
}

function taskText(items: number): string {
  const lines = Array.from(
    { length: items + 8 },
    (_, index) =>
      `      - {input: ${index + 1} plus ${(index % 89) + 1}, target: "${index + 2 + (index % 89)}"}`,
  )
  return `suite: numbers
tasks:
  - name: addition
    items:
${lines.join('\n')}
    pool: 8
    template:
      input: "Q: What is {{ input }}?\\nA:"
      target: "{{ target }}"
      target_delimiter: " "
      demonstration_delimiter: "\\n\\n"
    decoding: {max_tokens: 8, temperature: 0, stop: ["\\n"]}
    extractions: [{name: first_line, type: first-line}]
    metrics:
      - {metric: exact_match, normalise: [trim]}
    primary: exact_match
`
}
