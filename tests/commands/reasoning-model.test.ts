import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { json, type Stub, startStub } from '../providers/openai/stub-server.ts'
import { icl, temporaryProject } from './run-icl.ts'

/** What a server sends for each item, and the row it should make. */
const CASES = [
  {
    item: 'apart',
    message: { content: 'So: 12\nbye', reasoning_content: '5 + 7 is\n12' },
    finish: 'stop',
    row: {
      outcome: 'ok',
      response: 'So: 12',
      reasoning: '5 + 7 is\n12',
      answer: '12',
      score_exact_match: '1',
    },
  },
  {
    item: 'tagged',
    message: { content: '<think>\n5 + 7\nis 12\n</think>\n\n12\nbye' },
    finish: 'stop',
    row: { outcome: 'ok', response: '12', reasoning: '5 + 7\nis 12', answer: '12', score_exact_match: '1' },
  },
  {
    item: 'opened',
    message: { content: 'hm, 12\n</think>\n\n12' },
    finish: 'stop',
    row: { outcome: 'ok', response: '12', reasoning: 'hm, 12', answer: '12', score_exact_match: '1' },
  },
  {
    item: 'cut',
    message: { content: '<think>\n5 + 7 is 12' },
    finish: 'length',
    row: { outcome: 'truncated', response: '', reasoning: '5 + 7 is 12', answer: '', score_exact_match: '0' },
  },
  {
    item: 'cut-apart',
    message: { content: null, reasoning_content: '5 + 7 is 12' },
    finish: 'length',
    row: { outcome: 'truncated', response: '', reasoning: '5 + 7 is 12', answer: '', score_exact_match: '0' },
  },
  {
    item: 'none',
    message: { content: 'no number' },
    finish: 'stop',
    row: { outcome: 'unparsed', response: 'no number', reasoning: '', answer: '', score_exact_match: '0' },
  },
] as const

let stub: Stub
let project: ReturnType<typeof temporaryProject>
const stops: unknown[] = []
beforeAll(async () => {
  stub = await startStub(({ path, body }, response) => {
    if (!path.endsWith('/chat/completions')) return json(response, 200, { data: [{ id: 'm' }] })
    const asked = CASES.find(({ item }) => JSON.stringify(body.messages).includes(`item ${item}.`))
    // Others are the probe of what the server offers.
    if (asked !== undefined) stops.push(body.stop)
    const message = { role: 'assistant', ...(asked?.message ?? { content: 'x' }) }
    json(response, 200, { choices: [{ message, finish_reason: asked?.finish ?? 'stop' }], model: 'm' })
  })
  project = temporaryProject({
    'harness.config.yaml': `version: 1
tasks: [t.yaml]
providers: {s: {type: openai, base_url: '${stub.origin}/v1', api: chat}}
models: [{name: m, provider: s, family: F, parameters: 1B, tuning: reasoning}]
runs: {r: {shots: [0], probe: false, renderings: [chat]}}
`,
    't.yaml': `suite: s
tasks:
  - name: t
    items: [${CASES.map(({ item }) => `{id: ${item}, input: ${item}, target: "12"}`).join(', ')}]
    template: {input: "item {{ input }}."}
    decoding: {max_tokens: 99, stop: ["\\n"]}
    extractions: [{name: number, type: last-number}]
    metrics: [exact_match]
`,
  })
  await icl(['run', '--config', project.config])
})
afterAll(async () => {
  project.remove()
  await stub.stop()
})

test.each(CASES)('$item: thinking is no part of the answer', ({ item, row }) => {
  const rows: Record<string, string>[] = parse(project.read('results/r/trials.csv'), { columns: true })
  expect(rows.find((found) => found.item === item)).toMatchObject(row)
})

test('its thinking is not stopped at the task’s stop strings', () => {
  expect(stops).toEqual(CASES.map(() => undefined))
})
