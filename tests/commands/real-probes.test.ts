import { readFileSync } from 'node:fs'
import { parse as parseCsv } from 'csv-parse/sync'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { describeWith, pathOf } from '../real-parts.ts'
import { type RunningServer, startLlamaServer, startOllama } from '../servers/start.ts'
import { icl, temporaryProject } from './run-icl.ts'

const WEIGHTS = 'smollm2-135m-instruct'
const LOCAL = `{name: m, provider: p, family: SmolLM2, tuning: instruct, weights: [{file: '${pathOf(WEIGHTS)}'}]`
type Row = Record<string, string>

let project: ReturnType<typeof temporaryProject> | undefined
afterEach(() => project?.remove())

const WORDS = ['house', 'river', 'green', 'music', 'table', 'cloud', 'stone', 'bread', 'light', 'sugar']
/** Long enough that two demonstrations fit a context of 256 tokens and six do not. */
const PADDED = (word: string): string => `${'the word that is meant here is '.repeat(8)}${word}`

function makeProject(provider: string, model: string, run: string, text = (word: string) => word) {
  project = temporaryProject({
    'harness.config.yaml': `version: 1\ntasks: [task.yaml]\nproviders: {p: ${provider}}\nmodels: [${model}]\nruns: {r: {limit: 3, ${run}}}\n`,
    'task.yaml': `suite: s
tasks:
  - name: upper
    items:
${WORDS.map((word) => `      - {input: ${text(word)}, target: ${word.toUpperCase()}}`).join('\n')}
    pool: 6
    template: {input: "{{ input }} ->", target_delimiter: " ", demonstration_delimiter: "\\n"}
    decoding: {max_tokens: 8, stop: ["\\n"]}
    extractions: [{name: first_line, type: first-line}]
    metrics: [exact_match]
    primary: exact_match
`,
  })
}

const command = (name: string, ...args: string[]) => icl([name, '--config', project?.config ?? '', ...args])
const rows = (): Row[] =>
  parseCsv(readFileSync(project?.path('results/r/trials.csv') ?? ''), { columns: true })
const manifest = (): { probes?: Record<string, unknown> } =>
  parseYaml(project?.read('results/r/run.yaml') ?? '')
const answers = (all: Row[]): string[] =>
  all.map((row) => `${row.item} ${row.shots} ${row.repeat} ${row.response}`).toSorted()

/** Of each item, whether its repeats differ; `repeats` in all. */
function itemsThatVary(all: Row[]): number {
  const texts = Map.groupBy(all, (row) => `${row.item} ${row.shots}`)
  return texts
    .values()
    .filter((repeats) => new Set(repeats.map((row) => row.response)).size > 1)
    .toArray().length
}

/** Repeats at temperature 1 differ, and are the same from nothing. */
async function expectRepeats(): Promise<void> {
  const first = await command('run')
  expect([first.exitCode, first.notes]).toEqual([0, expect.not.stringContaining('repeats:')])
  const once = rows()
  expect(once).toHaveLength(6)
  expect(new Set(once.map((row) => row.trial_key)).size).toBe(6)
  expect(itemsThatVary(once)).toBeGreaterThan(0)
  const { rmSync } = await import('node:fs')
  rmSync(project?.path('results') ?? '', { recursive: true })
  expect((await command('run')).exitCode).toBe(0)
  expect(answers(rows())).toEqual(answers(once))
}

/** At 6 shots nothing fits, at 0 everything: the plan says it, and the rows are skipped with the numbers. */
async function expectSkipped(planned: RegExp, error: RegExp): Promise<void> {
  const plan = await command('plan')
  expect([plan.exitCode, plan.out]).toEqual([0, expect.stringMatching(planned)])
  const { exitCode, out } = await command('run')
  expect([exitCode, out]).toEqual([
    0,
    expect.stringContaining('skipped 3 trials: m, upper, raw, 6 shots (context)'),
  ])
  for (const row of rows()) {
    expect(row.outcome === 'skipped').toBe(row.shots === '6')
    expect(row.outcome).not.toBe('failed')
    if (row.shots !== '6') continue
    expect(row.error).toMatch(error)
    expect([row.response, row.score_exact_match]).toEqual(['', ''])
  }
}

const REPEATED = 'shots: [2], repeats: 2, temperature: 1'
const EXACT =
  /not applicable: m, upper, raw, .* 6 shots: \d+ prompt tokens and 8 for the answer exceed the context of 256/
const NUMBERS = /^context: \d+ prompt tokens and 8 for the answer exceed the context of 256$/

describeWith([WEIGHTS], 'the built-in engine', () => {
  test('repeats, and needs no probe', { timeout: 60_000 }, async () => {
    makeProject('{type: llama, processes: 1}', `${LOCAL}}`, REPEATED)
    await expectRepeats()
    expect(manifest().probes).toBeUndefined()
  })

  test('skips what does not fit', { timeout: 60_000 }, async () => {
    makeProject('{type: llama, processes: 1}', `${LOCAL}, context_length: 256}`, 'shots: [0, 6]', PADDED)
    await expectSkipped(EXACT, NUMBERS)
  })

  test('has its file’s size where the config states none, and says where they differ', {
    timeout: 60_000,
  }, async () => {
    makeProject('{type: llama, processes: 1}', `${LOCAL}, quantization: Q8_0}`, 'shots: [0]')
    const { notes } = await command('run')
    expect(notes.match(/m: quantization is Q8_0 in the config, Q4_1 in the model/g)).toHaveLength(1)
    expect(rows()[0]?.parameters).toBe('134515008')
  })
})

describeWith(['llama-server', WEIGHTS], 'a real llama-server', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startLlamaServer({ modelPath: pathOf(WEIGHTS), contextPerSlot: 256 })
  }, 60_000)
  afterAll(() => server?.stop())
  const provider = () => `{type: openai, base_url: '${server.baseUrl}/v1'}`
  const MODEL =
    '{name: m, provider: p, family: SmolLM2, parameters: 135M, context_length: 8192, tuning: instruct}'

  test('repeats by seed; is probed; its smaller context is one notice', { timeout: 60_000 }, async () => {
    makeProject(provider(), MODEL, 'shots: [2], repeats: 2, temperature: 1')
    const first = await command('run')
    expect(first.exitCode).toBe(0)
    expect(first.notes.match(/context_length is 8192 in the config, 256 in the model/g)).toHaveLength(1)
    expect(first.notes).toMatch(/m: (answers|does not answer) the same again at temperature 0/)
    expect(manifest().probes).toEqual({
      m: { repeats_alone: expect.any(Boolean), repeats_beside_others: expect.any(Boolean), prompts: 3 },
    })
    const all = rows()
    expect(new Set(all.map((row) => row.trial_key)).size).toBe(6)
    expect(itemsThatVary(all)).toBeGreaterThan(0)
  })

  test('skips what does not fit', { timeout: 60_000 }, async () => {
    makeProject(provider(), MODEL, 'shots: [0, 6]', PADDED)
    await expectSkipped(EXACT, NUMBERS)
  })
})

describeWith(['ollama', WEIGHTS], 'a real Ollama', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startOllama({ models: { smol: pathOf(WEIGHTS) } })
  }, 60_000)
  afterAll(() => server?.stop())
  const native = () => `{type: ollama, base_url: '${server.baseUrl}'}`
  const model = (more: string) => `{name: m, id: smol, provider: p, family: SmolLM2, tuning: instruct${more}}`

  test('repeats by seed, is probed, and says where the config differs', { timeout: 90_000 }, async () => {
    makeProject(native(), model(', parameters: 1B, quantization: Q8_0'), REPEATED)
    const lines = await icl([
      'run',
      '--config',
      project?.config ?? '',
      '--run',
      'notices',
      '--limit',
      '1',
      '--shots',
      '0',
    ])
    expect(
      lines.notes.match(
        /m: parameters is 1000000000 in the config, 134515008 in the model; quantization is Q8_0 in the config, Q4_1 in the model/g,
      ),
    ).toHaveLength(1)
    await expectRepeats()
    expect(manifest().probes).toEqual({
      m: { repeats_alone: true, repeats_beside_others: expect.any(Boolean), prompts: 3 },
    })
  })

  test('skips what it would cut in silence', { timeout: 60_000 }, async () => {
    makeProject(native(), model(', context_length: 256'), 'shots: [0, 6]', PADDED)
    await expectSkipped(
      /may not fit: m, upper, raw, .* 6 shots: about \d+ tokens, context 256/,
      /^context: .*context of 256/,
    )
  })

  test('also by OpenAI’s protocol, where it does cut', { timeout: 60_000 }, async () => {
    const body = JSON.stringify({
      model: 'small',
      from: 'smol',
      parameters: { num_ctx: 256, num_thread: 1 },
      stream: false,
    })
    await fetch(`${server.baseUrl}/api/create`, { method: 'POST', body })
    const openai = `{type: openai, base_url: '${server.baseUrl}/v1', api: chat}`
    makeProject(
      openai,
      model('').replace('smol', 'small'),
      'shots: [0, 6], renderings: [chat], probe: false',
      PADDED,
    )
    const { exitCode } = await command('run')
    expect(exitCode).toBe(0)
    const long = rows().filter((row) => row.shots === '6')
    expect(long.map((row) => row.outcome)).toEqual(['skipped', 'skipped', 'skipped'])
    for (const row of long) expect(row.error).toMatch(NUMBERS)
    expect(rows().some((row) => row.shots === '0' && row.outcome !== 'skipped')).toBe(true)
  })
})
