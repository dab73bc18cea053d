import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { parse as parseCsv } from 'csv-parse/sync'
import { afterEach, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { json, type SeenRequest, type Stub, startStub } from '../providers/openai/stub-server.ts'
import { icl, temporaryProject } from './run-icl.ts'

type Row = Record<string, string>
let project: ReturnType<typeof temporaryProject> | undefined
let stub: Stub | undefined
afterEach(async () => {
  await stub?.stop()
  project?.remove()
  stub = undefined
})

interface Wanted {
  readonly model?: string
  readonly run?: string
  readonly temperature?: number
  readonly provider?: string
}

function makeProject(wanted: Wanted = {}) {
  const { model = '', run = '', temperature = 0 } = wanted
  const provider = wanted.provider ?? `{type: openai, base_url: '${stub?.origin}/v1', api: completions}`
  const items = Array.from({ length: 14 }, (_, n) => `      - {input: in${n}, target: out${n}}`)
  project = temporaryProject({
    'harness.config.yaml': `version: 1
tasks: [task.yaml]
providers: {p: ${provider}}
models: [{name: m, provider: p, family: F, parameters: 1B${model}}]
runs:
  r: {shots: [0, 4], limit: 6${run}}
`,
    'task.yaml': `suite: s
tasks:
  - name: t
    items:
${items.join('\n')}
    pool: 8
    template: {input: "{{ input }} ->", target_delimiter: " ", demonstration_delimiter: "\\n"}
    decoding: {max_tokens: 8, temperature: ${temperature}, stop: ["\\n"]}
    extractions: [{name: first_line, type: first-line}]
    metrics: [exact_match]
    primary: exact_match
`,
  })
  return project
}

const run = (...args: string[]) => icl(['run', '--config', project?.config ?? '', ...args])
const rows = (name = 'r'): Row[] =>
  parseCsv(readFileSync(project?.path(`results/${name}/trials.csv`) ?? ''), { columns: true })
const manifest = (): { probes?: unknown } => parseYaml(project?.read('results/r/run.yaml') ?? '')

/** A server of completions; `answer` makes each from the request and how many there were before. */
async function serve(
  answer: (request: SeenRequest, count: number, response: ServerResponse) => object | undefined,
) {
  let count = 0
  stub = await startStub((request, response) => {
    if (!request.path.endsWith('/completions')) return json(response, 200, { data: [{ id: 'm' }] })
    const body = answer(request, count++, response)
    if (body !== undefined) json(response, 200, { model: 'm-1', ...body })
  })
  return stub
}

const says = (text: string, prompt_tokens = 3) => ({
  choices: [{ text, finish_reason: 'stop' }],
  usage: { prompt_tokens, completion_tokens: 2 },
})

describe('the determinism probe', () => {
  test('is told, stands in run.yaml, costs twelve calls, and is not made again when all is done', async () => {
    await serve(() => says(' x'))
    makeProject()
    const first = await run()
    expect([first.exitCode, first.notes]).toEqual([
      0,
      expect.stringContaining('m: answers the same again at temperature 0, alone and beside others'),
    ])
    expect(manifest().probes).toEqual({
      m: { repeats_alone: true, repeats_beside_others: true, prompts: 4 },
    })
    // One to see that the server is there, twelve of the probe, one a trial.
    expect(stub?.to('/v1/completions')).toHaveLength(1 + 12 + 12)
    const again = await run()
    expect([again.exitCode, again.out]).toEqual([0, expect.stringContaining('ran 0 trials, found 12 trials')])
    expect(stub?.to('/v1/completions')).toHaveLength(25)
    expect(manifest().probes).toHaveProperty('m')
  })

  test('of a server that answers something else each time', async () => {
    await serve((_request, count) => says(` ${count}`))
    makeProject()
    const { notes } = await run()
    expect(notes).toContain('m: does not answer the same again at temperature 0')
    expect(manifest().probes).toMatchObject({ m: { repeats_alone: false, repeats_beside_others: false } })
  })

  test('probe: false asks nothing but the trials', async () => {
    await serve(() => says(' x'))
    makeProject({ run: ', probe: false' })
    await run()
    expect(stub?.to('/v1/completions')).toHaveLength(1 + 12)
    expect(manifest().probes).toBeUndefined()
  })

  test('is not made where the provider guarantees it', async () => {
    makeProject({ provider: '{type: simulated}' })
    const { notes } = await run()
    expect(notes).not.toContain('temperature 0')
    expect(manifest().probes).toBeUndefined()
  })
})

test('a server that changes the model under its name is told of once', async () => {
  await serve((_request, count) => ({ ...says(' x'), model: count < 20 ? 'm-1' : 'm-2' }))
  makeProject()
  const { exitCode, notes } = await run()
  expect(exitCode).toBe(0)
  expect(notes.match(/m: the server answered as "m-1" and now as "m-2"/g)).toHaveLength(1)
  expect(new Set(rows().map((row) => row.served_model))).toEqual(new Set(['m-1', 'm-2']))
})

describe('a prompt that does not fit is a skipped row with the numbers', () => {
  const REFUSAL =
    "This model's maximum context length is 20 tokens. However, you requested 48 tokens (40 in the prompt, 8 in the completion)."

  test('where the server refuses it', async () => {
    await serve((request, _count, response) => {
      if (String(request.body.prompt).length < 40) return says(' x')
      const error = { message: REFUSAL, type: 'invalid_request_error', code: 'context_length_exceeded' }
      json(response, 400, { error })
      return undefined
    })
    makeProject()
    const { exitCode, out } = await run()
    expect([exitCode, out]).toEqual([
      0,
      expect.stringContaining('skipped 6 trials: m, t, raw, 4 shots (context)'),
    ])
    for (const row of rows())
      expect([row.outcome, row.error, row.score_exact_match]).toEqual(
        row.shots === '4' ? ['skipped', expect.stringContaining(REFUSAL), ''] : ['ok', '', '0'],
      )
    // The probe was of the prompts that fit.
    expect(manifest().probes).toMatchObject({ m: { prompts: 4 } })
  })

  test('where the server cuts it in silence, and its count of tokens tells', async () => {
    await serve((request) => says(' x', Math.min(20, String(request.body.prompt).length)))
    makeProject({ model: ', context_length: 20' })
    const { exitCode, out } = await run()
    expect([exitCode, out]).toEqual([
      0,
      expect.stringContaining('skipped 6 trials: m, t, raw, 4 shots (context)'),
    ])
    const skipped = rows().filter((row) => row.outcome === 'skipped')
    expect(new Set(skipped.map((row) => row.error))).toEqual(
      new Set(['context: 20 prompt tokens and 8 for the answer exceed the context of 20']),
    )
    // It was paid for all the same.
    expect(skipped.every((row) => row.prompt_tokens === '20' && row.response === '')).toBe(true)
  })

  test('simulated, and the plan says so before', async () => {
    makeProject({ provider: '{type: simulated}', model: ', context_length: 20' })
    const plan = await icl(['plan', '--config', project?.config ?? ''])
    expect(plan.out).toMatch(
      /not applicable: m, t, raw, .* 4 shots: \d+ prompt tokens and 8 for the answer exceed the context of 20/,
    )
    const { exitCode } = await run()
    expect(exitCode).toBe(0)
    const skipped = rows().filter((row) => row.outcome === 'skipped')
    expect(skipped.map((row) => row.shots)).toEqual(['4', '4', '4', '4', '4', '4'])
    for (const row of skipped)
      expect(row.error).toMatch(/^context: \d+ prompt tokens and 8 for the answer exceed the context of 20$/)
  })

  test('a plan asks a server that cannot count nothing that costs', async () => {
    await serve(() => says(' x'))
    makeProject({ model: ', context_length: 20' })
    const { exitCode, out } = await icl(['plan', '--config', project?.config ?? ''])
    expect([exitCode, out]).toEqual([
      0,
      expect.stringMatching(/may not fit: m, t, raw, .* 4 shots: about \d+ tokens, context 20/),
    ])
    expect(stub?.to('/v1/completions')).toEqual([])
  })
})

describe('repeats', () => {
  test('at temperature 0 are said once to be the same', async () => {
    makeProject({ provider: '{type: simulated}', run: ', repeats: 3' })
    const { notes } = await run()
    expect(notes.match(/repeats at temperature 0/g)).toHaveLength(1)
    const answers = rows()
    expect(answers).toHaveLength(36)
    expect(new Set(answers.map((row) => row.trial_key)).size).toBe(36)
    expect(new Set(answers.map((row) => `${row.item} ${row.shots} ${row.response}`)).size).toBe(12)
  })

  test('above it are trials with answers of their own, the same in every run from nothing', async () => {
    const provider = '{type: simulated, noise: 0.7, truth: {kind: flat, level: 0.5}}'
    makeProject({ provider, temperature: 1, run: ', repeats: 4' })
    const { notes } = await run()
    expect(notes).not.toContain('repeats:')
    const once = rows().map((row) => `${row.trial_key} ${row.response}`)
    expect(new Set(rows().map((row) => `${row.item} ${row.shots} ${row.response}`)).size).toBeGreaterThan(12)
    project?.remove()
    makeProject({ provider, temperature: 1, run: ', repeats: 4' })
    await run()
    expect(rows().map((row) => `${row.trial_key} ${row.response}`)).toEqual(once)
  })

  test('send each its own seed, and the probe none', async () => {
    await serve(() => says(' x'))
    makeProject({ temperature: 1, run: ', repeats: 2' })
    await run()
    const bodies = (stub?.to('/v1/completions') ?? []).slice(1).map(({ body }) => body)
    const trials = bodies.filter((body) => body.temperature === 1)
    expect(trials).toHaveLength(24)
    expect(new Set(trials.map((body) => body.seed)).size).toBe(24)
    expect(bodies.filter((body) => body.temperature === 0 && body.seed === undefined)).toHaveLength(12)
  })
})
