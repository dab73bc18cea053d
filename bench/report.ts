// Measures `icl report` on 100,000 trials of simulated models, about two minutes:
//   node bench/report.ts
// Prints seconds, peak memory and the size of the page for runs of few and of many cells.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT } from './peers/folders.ts'
import { measureNode } from './scale/measure.ts'

const ICL = join(PROJECT, 'src/cli.ts')
const SIZES = ['70M', '160M', '410M', '1B', '1.4B', '2.8B', '6.9B', '12B']
const SHOTS = [0, 1, 2, 4, 8]

/** Tasks × sizes × shots × items: 100,000 trials each. */
const DESIGNS = [
  { tasks: 5, items: 500 },
  { tasks: 50, items: 50 },
  { tasks: 125, items: 20 },
]

const parent = mkdtempSync(join(tmpdir(), 'icl-report-'))
try {
  console.log('tasks  cells   items  verdicts   seconds  CPU s  peak MB  page MB')
  for (const design of DESIGNS) {
    const folder = writeProject(design)
    const config = join(folder, 'harness.config.yaml')
    await measureNode([ICL, 'run', '--config', config])
    const page = join(folder, 'page.html')
    const usage = await measureNode([ICL, 'report', 'scale', '--config', config, '--out', page])
    const curves = design.tasks * SHOTS.length
    const row = [
      [design.tasks, 5],
      [curves * SIZES.length, 8],
      [design.items, 6],
      [curves, 10],
      [(usage.wallMs / 1000).toFixed(1), 10],
      [(usage.cpuUs / 1e6).toFixed(1), 7],
      [Math.round(usage.maxRssBytes / 2 ** 20), 9],
      [(statSync(page).size / 1e6).toFixed(2), 9],
    ] as const
    console.log(row.map(([value, width]) => String(value).padStart(width)).join(''))
  }
} finally {
  rmSync(parent, { recursive: true, force: true })
}

function writeProject({ tasks, items }: (typeof DESIGNS)[0]): string {
  const folder = mkdtempSync(join(parent, 'project-'))
  mkdirSync(join(folder, 'tasks'))
  const line = (index: number) => {
    const [a, b] = [(index * 7919) % 10_000, (index * 104_729) % 10_000]
    return JSON.stringify({ id: `q${index}`, input: `What is ${a} plus ${b}?`, target: String(a + b) })
  }
  const lines = Array.from({ length: items + 16 }, (_, index) => line(index))
  writeFileSync(join(folder, 'tasks/items.jsonl'), `${lines.join('\n')}\n`)
  const names = Array.from({ length: tasks }, (_, index) => `addition-${index + 1}`)
  writeFileSync(join(folder, 'tasks/scale.yaml'), suiteText(names))
  writeFileSync(join(folder, 'harness.config.yaml'), configText())
  return folder
}

function suiteText(names: readonly string[]): string {
  return `suite: scale
defaults:
  version: "1"
  pool: 16
  template: { input: "Q: {{ input }}\\nA:", target: "{{ target }}", target_delimiter: " " }
  decoding: { max_tokens: 24, temperature: 0, stop: ["\\n"] }
  extractions: [{ name: first_line, type: first-line }]
  metrics:
    - { metric: exact_match, normalise: [number] }
    - { metric: digit_accuracy }
  primary: exact_match
  companion: digit_accuracy
  chance: 0
  maximum: 1
tasks:
${names.map((name) => `  - { name: ${name}, items: items.jsonl }`).join('\n')}
`
}

function configText(): string {
  const models = SIZES.map(
    (size) => `  - { name: m-${size}, provider: made, family: Made, parameters: ${size} }`,
  )
  return `version: 1
tasks: [tasks/*.yaml]
default_run: scale
providers:
  made:
    type: simulated
    seed: 1
    truths:
      "*": { kind: logistic, floor: 0.1, ceiling: 0.99, midpoint: 1B, width: 1.5, shots: { zero: 0.4, half: 1 } }
models:
${models.join('\n')}
runs:
  scale: { shots: [${SHOTS.join(', ')}], probe: false }
`
}
