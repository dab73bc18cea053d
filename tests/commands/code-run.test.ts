import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { icl, temporaryProject } from './run-icl.ts'

const CONFIG = `version: 1
providers:
  simulated: {type: simulated, truth: {kind: logistic, midpoint: 800M, width: 1.5, shots: {zero: 0.2, half: 1}}, truths: {broken: {kind: flat, level: 1}}}
models:
  - {name: s, provider: simulated, family: S, parameters: 20M}
  - {name: l, provider: simulated, family: S, parameters: 700B}
default_run: first
runs:
  first: {shots: [0, 2], repeats: 2, tasks: [powers]}
  broken: {shots: [0], tasks: [broken]}
  few: {shots: [0, 2], tasks: [powers]}
`
const CODE = {
  template: { input: '{{ input }}', target_delimiter: '\n' },
  extractions: [{ name: 'code', type: 'code', language: 'javascript' }],
  metrics: [{ metric: 'pass', language: 'javascript', program: 'body' }, 'edit_similarity'],
}
const powerItem = (n: number) => ({
  id: `power-${n}`,
  input: `function power(x) {\n  // Return x to the power of ${n}`,
  target: `  return x ** ${n};\n}`,
  test: `if (power(3) !== ${3 ** n} || power(10) !== 1${'0'.repeat(n)}) throw new Error('wrong')`,
  entry_point: 'power',
})
const SUITE = {
  suite: 'small',
  tasks: [
    {
      name: 'powers',
      items: [2, 3, 4, 5, 6, 7, 8, 9].map(powerItem),
      pool: ['power-8', 'power-9'],
      decoding: { max_tokens: 32, temperature: 0.5, stop: ['\n\n'] },
      ...CODE,
      metrics: [...CODE.metrics, { metric: 'pass_at_k', k: 2 }],
    },
    { name: 'broken', items: [{ ...powerItem(2), test: 'if (power(3)' }], ...CODE },
  ],
}

let project: ReturnType<typeof temporaryProject>
beforeAll(() => {
  project = temporaryProject({ 'harness.config.yaml': CONFIG, 'tasks/powers.yaml': JSON.stringify(SUITE) })
})
afterAll(() => project.remove())

type Row = Record<string, string>
const rowsOf = (file: string): Row[] => parse(readFileSync(project.path(file)), { columns: true })
const run = (...args: string[]) => icl(['run', '--config', project.config, ...args])

test('a run of code says in which sandbox, and scores what it runs', async () => {
  const { exitCode, notes } = await run()
  expect([exitCode, notes]).toEqual([0, expect.stringContaining('code is run in a sandbox (javascript):')])
  const { sandbox } = parseYaml(project.read('results/first/run.yaml'))
  const layers: { name: string; active: boolean; detail: string }[] = sandbox.layers
  expect(layers.length).toBeGreaterThan(0)
  for (const { name, active } of layers) expect(notes).toContain(`  ${active ? '+' : '-'} ${name}: `)

  const rows = rowsOf('results/first/trials.csv')
  expect(rows).toHaveLength(2 * 2 * 6 * 2)
  for (const row of rows) {
    const isRight = row.response?.trim() === row.target?.trim()
    expect([row.item, row.response, row.score_pass]).toEqual([row.item, row.response, isRight ? '1' : '0'])
  }
  const passed = (model: string) => rows.filter((row) => row.model === model && row.score_pass === '1').length
  expect(passed('l')).toBeGreaterThan(passed('s'))
}, 120_000)

test('a run that is done opens no sandbox, and keeps what it says of it', async () => {
  const before = parseYaml(project.read('results/first/run.yaml')).sandbox
  const { exitCode, notes, out } = await run()
  expect([exitCode, notes]).toEqual([0, expect.not.stringContaining('sandbox')])
  expect(out).toContain('ran 0 trials')
  expect(parseYaml(project.read('results/first/run.yaml')).sandbox).toEqual(before)
}, 60_000)

test('rescoring runs the code again, to the same scores', async () => {
  const before = rowsOf('results/first/trials.csv').map(({ trial_key, score_pass }) => [
    trial_key,
    score_pass,
  ])
  const { exitCode, notes } = await icl(['rescore', '--config', project.config, 'first'])
  expect([exitCode, notes]).toEqual([0, expect.stringContaining('code is run in a sandbox (javascript):')])
  const after = rowsOf('results/first/trials.csv').map(({ trial_key, score_pass }) => [trial_key, score_pass])
  expect(after).toEqual(before)
}, 120_000)

test('tests that cannot run leave the answer without a score, and say why', async () => {
  const { exitCode, out } = await run('--run', 'broken')
  expect([exitCode, out]).toEqual([1, expect.stringContaining('2 trials without a score')])
  for (const row of rowsOf('results/broken/trials.csv')) {
    expect([row.outcome, row.score_pass]).toEqual(['ok', ''])
    expect(row.error).toMatch(/^score_pass: the tests of power cannot run/)
  }
}, 120_000)

test('a machine that cannot run code is told before anything is asked', async () => {
  const other = temporaryProject({
    'harness.config.yaml': CONFIG,
    'tasks/powers.yaml': JSON.stringify(SUITE),
  })
  try {
    const { exitCode, notes } = await icl(['run', '--config', other.config], { nodePath: '/no/node/here' })
    expect([exitCode, notes]).toEqual([2, expect.stringContaining('sandbox')])
    const trials = other.path('results/first/trials.csv')
    const rows: unknown[] = existsSync(trials) ? parse(readFileSync(trials), { columns: true }) : []
    expect(rows).toEqual([])
  } finally {
    other.remove()
  }
}, 60_000)

test.each(['plan', 'run'])('%s refuses pass@k of more programs than a run makes', async (command) => {
  const { exitCode, notes } = await icl([command, '--config', project.config, '--run', 'few'])
  expect([exitCode, notes]).toEqual([
    2,
    expect.stringContaining('pass_at_k needs 2 trials of an item, and the run makes 1; set repeats: 2'),
  ])
})
