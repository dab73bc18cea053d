import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { readResults } from '../../src/results/read-results.ts'
import { json, startStub } from '../providers/openai/stub-server.ts'
import { CARRIAGE_RETURNS, HOSTILE_ANSWERS, UNSTORABLE_ANSWERS } from '../results/hostile-answers.ts'
import { icl, temporaryProject } from './run-icl.ts'

/** Any text at all, NUL and lone surrogates among it; the same each time, so that a failure can be looked at. */
const RANDOM = fc
  .sample(
    fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 })),
    {
      numRuns: 200,
      seed: 1,
    },
  )
  .filter((text) => text.trim() !== '')
const MEGABYTE = 'a "b",\r\n=1 مرحبا 😀\t'.repeat(50_000)
const ANSWERS = [
  ...HOSTILE_ANSWERS,
  ...UNSTORABLE_ANSWERS,
  ...CARRIAGE_RETURNS,
  'שלום \u202e=1\u202c',
  MEGABYTE,
  ...RANDOM,
]

const stub = await startStub((seen, response) => {
  const at = Number(/query (\d+)$/.exec(String(seen.body.prompt))?.[1] ?? 0)
  const choices = [{ text: ANSWERS[at], finish_reason: 'stop' }]
  json(response, 200, { choices, model: ANSWERS[at]?.slice(0, 50) })
})
const project = temporaryProject({
  'harness.config.yaml': `version: 1
tasks: [t.yaml]
providers: {s: {type: openai, base_url: '${stub.origin}/v1', api: completions}}
models: [{name: m, provider: s, family: F, parameters: 1B}]
runs: {r: {shots: [0], probe: false}}
`,
  't.yaml': `suite: s
tasks:
  - name: t
    items: items.jsonl
    pool: [shown]
    template: {input: "query {{ input }}", target: "{{ target }}"}
    decoding: {max_tokens: 9, temperature: 0, stop: []}
    extractions: [{name: whole, type: whole}]
    metrics: [exact_match]
    primary: exact_match
`,
  // Every answer is its own target: it must score 1, whatever it is, and be read back equal from every column.
  'items.jsonl': [
    { id: 'shown', input: 'x', target: 'x' },
    ...ANSWERS.map((target, at) => ({ id: `q${at}`, input: `${at}`, target: target.toWellFormed() })),
  ]
    .map((item) => JSON.stringify(item))
    .join('\n'),
})
afterAll(async () => {
  await stub.stop()
  project.remove()
})

test(`${ANSWERS.length} hostile answers through the whole command are read back equal`, async () => {
  const { exitCode, notes } = await icl(['run', '--config', project.config])
  expect([exitCode, notes]).toEqual([0, expect.any(String)])
  const path = project.path('results/r/trials.csv')
  const bytes = readFileSync(path)
  expect(bytes.includes(0)).toBe(false)
  expect(Buffer.from(bytes.toString('utf8')).equals(bytes)).toBe(true)

  const ours = new Map(
    (await Array.fromAsync(readResults(path, () => true, { superseded: 0 }))).map((row) => [row.item, row]),
  )
  const plain: Record<string, string>[] = parse(bytes, { columns: true })
  const theirs = new Map(plain.map((row) => [row.item, row]))
  for (const [at, answer] of ANSWERS.entries()) {
    const row = ours.get(`q${at}`)
    expect(row?.response, JSON.stringify(answer.slice(0, 50))).toBe(answer)
    // The extraction trims.
    if (row?.outcome === 'ok') expect(row.answer).toBe(answer.trim())
    // As any CSV reader sees it: the text itself, or JSON where the row says so.
    const cells = theirs.get(`q${at}`)
    const cell = cells?.response ?? ''
    expect(cells?.response_encoding === 'json' ? JSON.parse(cell) : cell).toBe(answer)
  }
  const scored = [...ours.values()].filter((row) => row.outcome === 'ok' && row.response?.isWellFormed())
  expect(scored.length).toBeGreaterThan(100)
  for (const row of scored) expect([row.response, row.scores.score_exact_match]).toEqual([row.response, 1])
  // And again: nothing is asked twice.
  expect((await icl(['run', '--config', project.config])).out).toContain('ran 0 trials')
}, 60_000)
