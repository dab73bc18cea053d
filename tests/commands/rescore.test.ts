import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Completion } from '../../src/domain/provider.ts'
import type { Task } from '../../src/domain/task.ts'
import { readRun } from '../../src/results/run-folder.ts'
import { answeredRun } from '../fixtures/answered-run.ts'
import { completion } from '../fixtures/hostile-completions.ts'
import { makePlan, makeTask } from '../fixtures/tasks.ts'
import { startIcl } from './icl-process.ts'
import { icl, PROJECT, temporaryProject } from './run-icl.ts'

// Charts tell nothing of scores, and take most of the time.
vi.mock('../../src/commands/draw-run.ts', () => ({ drawRun: async () => {} }))

let project: ReturnType<typeof temporaryProject>
afterEach(() => project.remove())

const folder = (): string => project.path('results/first')
const trials = (): Buffer => readFileSync(project.path('results/first/trials.csv'))
const rows = (): Record<string, string>[] =>
  parse(project.read('results/first/trials.csv'), { columns: true })
const header = (): string[] => project.read('results/first/trials.csv').split('\n', 1)[0]?.split(',') ?? []
/** Where there is no config: the run folder alone. */
const alone = () => icl(['rescore', folder(), '--config', project.path('none.yaml')])
const rescore = (...args: string[]) => icl(['rescore', 'first', '--config', project.config, ...args])

const METRICS: Task['metrics'] = [
  {
    metric: 'exact_match',
    extraction: 'number',
    options: { normalise: ['number'] },
    column: 'score_exact_match',
  },
  { metric: 'contains', extraction: 'line', options: {}, column: 'score_contains_line' },
  { metric: 'edit_similarity', extraction: 'number', options: {}, column: 'score_edit_similarity' },
  { metric: 'digit_accuracy', extraction: 'number', options: {}, column: 'score_digit_accuracy' },
  { metric: 'chrf', extraction: 'whole', options: {}, column: 'score_chrf_whole' },
]

function numberTask(querySize: number, overrides: Partial<Task> = {}): Task {
  const task = makeTask({ poolSize: 2, querySize, ...overrides })
  return {
    ...task,
    queries: task.queries.map((item, n) => ({ ...item, targets: [n % 2 === 0 ? '42' : '7'] as const })),
    extractions: [
      { name: 'number', type: 'last-number', options: {} },
      { name: 'line', type: 'first-line', options: {} },
      { name: 'whole', type: 'whole', options: {} },
    ],
    metrics: METRICS,
    ...overrides,
  }
}

test('by the same tasks no byte of trials.csv changes, whatever was answered', async () => {
  const named = (name: string, primary: Task['extractions'][0]): Task => {
    const task = numberTask(100, { name })
    const [, ...others] = task.extractions
    return { ...task, extractions: [primary, ...others] }
  }
  const tasks = [
    named('a', { name: 'number', type: 'first-line', options: {} }),
    named('b', { name: 'number', type: 'after-marker', options: { marker: '####' } }),
    named('c', { name: 'number', type: 'last-number', options: {} }),
  ]
  const count = 300
  await fc.assert(
    fc.asyncProperty(fc.array(completion, { minLength: count, maxLength: count }), async (completions) => {
      project = temporaryProject()
      await answeredRun(
        folder(),
        makePlan({ tasks, shots: [0] }),
        (n) => completions[n % count] as Completion,
      )
      const before = trials()
      const { exitCode, out } = await alone()
      expect([exitCode, out]).toEqual([0, expect.stringContaining('15 columns score as before')])
      expect(trials().equals(before)).toBe(true)
      expect(project.read('results/first/run.yaml')).not.toContain('rescored')
      expect(existsSync(project.path('results/first/trials.csv.rescoring'))).toBe(false)
      project.remove()
    }),
    { numRuns: 5 },
  )
}, 60_000)

const CONFIG = `version: 1
results: results
tasks: [t.yaml]
providers:
  s: {type: simulated, truth: {kind: logistic, midpoint: 1B, width: 2}}
models:
  - {name: m, provider: s, family: F, parameters: 1B}
runs: {first: {shots: [0, 2]}}
`

const SUITE = `suite: s
tasks:
  - name: t
    items:
      - {input: a, target: "1"}
      - {input: b, target: "2"}
      - {input: c, target: "3"}
      - {input: d, target: "4"}
      - {input: e, target: "5"}
      - {input: f, target: "6"}
    pool: 2
    template: {input: "{{ input }} is", instruction: Number it.}
    decoding: {max_tokens: 32, stop: []}
    extractions: [{name: marked, type: after-marker, marker: "#"}, {name: whole, type: whole}]
    metrics: [exact_match, {metric: chrf, extraction: whole}]
    primary: exact_match
`

const ANSWERS: Completion[] = [
  { text: '# 1', finishReason: 'stop' },
  { text: 'it is 2', finishReason: 'stop' },
  { text: 'it is 3', finishReason: 'length', rawFinishReason: 'length' },
  { text: '', finishReason: 'length', rawFinishReason: 'length', reasoning: 'hm' },
  { text: 'no', finishReason: 'refused', rawFinishReason: 'content_filter' },
  { text: 'six\0', finishReason: 'stop' },
]

/** A run whose task file stands beside it, answered as above. */
async function answeredProject(suite = SUITE, repeats = 1): Promise<void> {
  project = temporaryProject({ 'harness.config.yaml': CONFIG, 't.yaml': suite })
  await icl(['run', '--config', project.config])
  const run = await readRun(folder())
  rmSync(folder(), { recursive: true })
  const { tasks: _, ...factors } = run.manifest
  await answeredRun(
    folder(),
    { ...factors, repeats, shots: repeats > 1 ? [0] : factors.shots, tasks: run.tasks },
    (n) => ANSWERS[n % ANSWERS.length] as Completion,
  )
}

test('a changed extraction changes answers, outcomes and scores, and keeps what stood', async () => {
  await answeredProject()
  const before = rows()
  expect(before.slice(0, 4).map(({ outcome }) => outcome)).toEqual([
    'ok',
    'unparsed',
    'truncated',
    'truncated',
  ])
  const suite = SUITE.replace(
    '{name: marked, type: after-marker, marker: "#"}',
    '{name: number, type: last-number}',
  )
  writeFileSync(project.path('t.yaml'), suite.replace('[exact_match,', '[exact_match, edit_similarity,'))
  const { exitCode, out } = await rescore()
  expect([exitCode, out]).toEqual([0, expect.stringContaining('t: unparsed → ok in ')])
  expect(out).toMatch(/^t +score_exact_match +8 +\d+ +0\.\d+ +0\.\d+ +score_exact_match\.1$/m)
  expect(out).toMatch(/^t +score_edit_similarity +8 +8 +– +0\.\d+$/m)

  const after = rows()
  expect(header().filter((column) => column.startsWith('score_'))).toEqual([
    'score_exact_match',
    'score_chrf_whole',
    'score_edit_similarity',
    'score_exact_match.1',
    'score_chrf_whole.1',
  ])
  for (const [n, row] of after.entries()) {
    const was = before[n] ?? {}
    const {
      outcome: _o,
      answer: _a,
      ...same
    } = Object.fromEntries(Object.entries(was).filter(([column]) => !column.startsWith('score_')))
    expect(row).toMatchObject(same)
    expect(row['score_exact_match.1']).toBe(was.score_exact_match)
  }
  const kinds = new Map(after.map(({ response, outcome, answer }) => [response, { outcome, answer }]))
  expect(Object.fromEntries(kinds)).toEqual({
    '# 1': { outcome: 'ok', answer: '1' },
    'it is 2': { outcome: 'ok', answer: '2' },
    // Cut at the limit, and a number is complete only when the model stops.
    'it is 3': { outcome: 'truncated', answer: '3' },
    '': { outcome: 'truncated', answer: '' },
    no: { outcome: 'refused', answer: '' },
    '"six\\u0000"': { outcome: 'unparsed', answer: '' },
  })

  const { rescored } = parseYaml(project.read('results/first/run.yaml')) as { rescored: unknown[] }
  expect(rescored).toEqual([
    {
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      icl_version: expect.any(String),
      columns: expect.arrayContaining([
        expect.objectContaining({
          task: 't',
          column: 'score_exact_match',
          rows: 8,
          old_values: 'score_exact_match.1',
        }),
      ]),
      outcomes: [expect.objectContaining({ task: 't', from: 'unparsed', to: 'ok' })],
    },
  ])
  // Both versions of the task are kept, and the run knows the one that counts.
  expect(readdirSync(project.path('results/first/tasks'))).toHaveLength(2)
  expect((await readRun(folder())).tasks[0]?.extractions[0]?.type).toBe('last-number')

  const once = trials()
  expect((await rescore()).out).toContain('3 columns score as before')
  expect((await alone()).exitCode).toBe(0)
  expect(trials().equals(once)).toBe(true)

  writeFileSync(project.path('t.yaml'), SUITE)
  await rescore()
  expect(rows().map((row) => row.score_exact_match)).toEqual(before.map((row) => row.score_exact_match))
  expect(rows().map((row) => row.outcome)).toEqual(before.map((row) => row.outcome))
  expect(header()).toContain('score_exact_match.2')
  // A metric that is gone keeps its column.
  expect(rows().map((row) => row.score_edit_similarity)).toEqual(
    after.map((row) => row.score_edit_similarity),
  )
})

test('the committed quickstart, copied and scored again, is the same to the byte', async () => {
  project = temporaryProject()
  const reference = join(PROJECT, 'results', 'reference', 'quickstart')
  cpSync(reference, folder(), { recursive: true })
  const { exitCode, out } = await alone()
  expect([exitCode, out]).toEqual([0, expect.stringContaining('19 columns score as before')])
  expect(trials().equals(readFileSync(join(reference, 'trials.csv')))).toBe(true)
  expect(rows().length).toBe(4320)
})

test('a run goes on over a rescored file, and asks nothing again', async () => {
  await answeredProject()
  writeFileSync(
    project.path('t.yaml'),
    SUITE.replace('[exact_match,', '[{metric: exact_match, normalise: [nfkc]},'),
  )
  await rescore()
  const before = trials()
  const { exitCode, out } = await icl(['run', '--config', project.config])
  expect([exitCode, out]).toEqual([0, expect.stringContaining('ran 0 trials, found 8 trials done before')])
  expect(trials().equals(before)).toBe(true)
  expect(project.read('results/first/run.yaml')).toContain('rescored:')
})

test('a run whose metrics have changed says that the answers before are scored otherwise', async () => {
  await answeredProject()
  writeFileSync(project.path('t.yaml'), SUITE.replace('[exact_match,', '[contains, exact_match,'))
  const line =
    'metrics or extractions of t have changed since their first answers were scored: icl rescore first'
  const run = () => icl(['run', '--config', project.config])
  expect((await run()).out).toContain(line)
  expect((await run()).out).not.toContain(line)
  expect(new Set(rows().map((row) => row.score_contains))).toEqual(new Set(['']))
  expect((await rescore()).out).toMatch(/^t +score_contains +8 +8/m)
})

test.each([
  ['another template', SUITE.replace('{{ input }} is', '{{ input }} was')],
  ['another item', SUITE.replaceAll('target: "', 'target: "1')],
  ['another version', SUITE.replace('- name: t', '- name: t\n    version: "2"')],
  ['another stop', SUITE.replace('stop: []', 'stop: ["\\n"]')],
])('a task that asks otherwise by now is named and left as it is: %s', async (_, suite) => {
  await answeredProject()
  const before = trials()
  writeFileSync(
    project.path('t.yaml'),
    suite
      .replace('metrics: [exact_match', 'metrics: [contains')
      .replace('primary: exact_match', 'primary: contains'),
  )
  const { exitCode, out } = await rescore()
  expect([exitCode, out]).toEqual([
    0,
    expect.stringContaining('t: the task file asks other questions by now'),
  ])
  expect(trials().equals(before)).toBe(true)
})

test('what a run sets by itself does not make other questions', async () => {
  await answeredProject()
  writeFileSync(
    project.path('t.yaml'),
    SUITE.replace('max_tokens: 32', 'max_tokens: 64').replace('[exact_match,', '[exact_match, contains,'),
  )
  expect((await rescore()).out).toMatch(/^t +score_contains +8 +8/m)
})

test('--suite names the task file, and its tasks need no config', async () => {
  await answeredProject()
  writeFileSync(project.path('other.yaml'), SUITE.replace('[exact_match,', '[exact_match, contains,'))
  const { out } = await icl([
    'rescore',
    folder(),
    '--config',
    project.path('none.yaml'),
    '--suite',
    project.path('other.yaml'),
  ])
  expect(out).toMatch(/^t +score_contains +8 +8/m)
})

test('rows of another plan stay as they are, and are counted', async () => {
  await answeredProject()
  const lines = project.read('results/first/trials.csv').split('\n')
  const foreign = `${'0'.repeat(32)}${lines[1]?.slice(32)}`
  writeFileSync(project.path('results/first/trials.csv'), [...lines.slice(0, -1), foreign, ''].join('\n'))
  writeFileSync(project.path('t.yaml'), SUITE.replace('[exact_match,', '[exact_match, contains,'))
  expect((await rescore()).out).toContain("left as they are, not being of the run's plan: 1 trial")
  expect(rows().at(-1)).toMatchObject({ trial_key: '0'.repeat(32), score_contains: '' })
})

test.each(['reference', 'published'])('a committed run is refused: results/%s', async (kind) => {
  await answeredProject()
  const committed = project.path(`results/${kind}/first`)
  cpSync(folder(), committed, { recursive: true })
  const before = readFileSync(`${committed}/trials.csv`)
  const { exitCode, notes } = await icl(['rescore', committed, '--config', project.config])
  expect([exitCode, notes]).toEqual([
    2,
    expect.stringContaining('is a committed run, in which nothing is written; copy'),
  ])
  expect(readFileSync(`${committed}/trials.csv`).equals(before)).toBe(true)
})

test('while another icl writes the run, it is refused', async () => {
  await answeredProject()
  writeFileSync(
    project.path('results/first/run.lock'),
    JSON.stringify({ pid: 1, host: 'elsewhere', since: '2026-01-01T00:00:00.000Z' }),
  )
  const { exitCode, notes } = await rescore()
  expect([exitCode, notes]).toEqual([2, expect.stringContaining('another icl is writing this run')])
})

test('killed at any moment, trials.csv is whole: the old one or the new one', async () => {
  await answeredProject(SUITE, 600)
  const old = trials()
  cpSync(folder(), project.path('results/copy'), { recursive: true })
  const suite = SUITE.replace(
    '{name: marked, type: after-marker, marker: "#"}',
    '{name: n, type: last-number}',
  )
  writeFileSync(project.path('t.yaml'), suite)
  const start = () => startIcl(['rescore', 'first', '--config', project.config])
  const began = performance.now()
  expect(await start().ended).toMatchObject({ exitCode: 0 })
  const wholeMs = performance.now() - began
  const wanted = trials()
  expect([wanted.equals(old), rows().length]).toEqual([false, 2400])
  const host = { hostName: hostname(), isAlive: () => false }
  const scores = (): unknown[] =>
    rows().map((row) => [row.outcome, row.answer, row.score_exact_match, row['score_exact_match.1']])
  const wantedScores = scores()
  // Between the two files that are replaced: the new run.yaml with the old rows.
  writeFileSync(project.path('results/first/trials.csv'), old)
  await rescore()
  expect(scores()).toEqual(wantedScores)
  for (let kill = 0; kill < 4; kill++) {
    rmSync(folder(), { recursive: true })
    cpSync(project.path('results/copy'), folder(), { recursive: true })
    const { child, ended } = start()
    await sleep(wholeMs * (0.4 + 0.15 * kill))
    child.kill('SIGKILL')
    await ended
    const found = trials()
    expect(found.equals(old) || found.equals(wanted), `kill ${kill}`).toBe(true)
    // The same scores, whenever it was stopped, and the old ones kept.
    expect((await icl(['rescore', 'first', '--config', project.config], host)).exitCode).toBe(0)
    expect(scores(), `after kill ${kill}`).toEqual(wantedScores)
  }
}, 60_000)
