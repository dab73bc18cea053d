import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SHORT_WAITS } from '../faults/addition-project.ts'
import { json, startStub } from '../providers/openai/stub-server.ts'
import { describeWith, pathOf } from '../real-parts.ts'
import { icl, temporaryProject } from './run-icl.ts'

type Row = Record<string, string>

const KINDS = ['animal', 'food', 'tool'] as const
const WORDS: Readonly<Record<string, (typeof KINDS)[number]>> = {
  ...{ tiger: 'animal', bread: 'food', hammer: 'tool', otter: 'animal', soup: 'food', saw: 'tool' },
  ...{ goat: 'animal', rice: 'food', drill: 'tool', spider: 'animal', apple: 'food', axe: 'tool' },
  ...{ eagle: 'animal', cheese: 'food', pliers: 'tool', camel: 'animal', honey: 'food', chisel: 'tool' },
}

const ITEMS = Object.entries(WORDS)
  .map(([word, kind]) => `      - {input: ${word}, target: ${kind}}`)
  .join('\n')
/** Words to sort into three kinds, by likelihood and in writing. */
const TASKS = `suite: kinds
defaults:
  pool: 6
  template: {input: "{{ input }}:", demonstration_delimiter: "\\n"}
tasks:
  - name: chosen
    items:
${ITEMS}
    answer_by: likelihood
    choices: [${KINDS.join(', ')}]
    metrics:
      - choice_accuracy
      - {metric: choice_accuracy, name: by_bytes, normalise: bytes}
      - {metric: choice_accuracy, name: by_surprise, normalise: unconditional}
      - choice_brier
      - target_loglikelihood
    companion: target_loglikelihood
  - name: written
    items:
${ITEMS}
    decoding: {max_tokens: 4, stop: ["\\n"]}
    extractions: [{name: first_line, type: first-line}]
    metrics: [exact_match, target_loglikelihood]
    companion: target_loglikelihood
`

function projectWith(providers: string, models: string, run = '{shots: [0, 3]}') {
  return temporaryProject({
    'harness.config.yaml': `version: 1\nproviders:\n${providers}\nmodels:\n${models}\ndefault_run: r\nruns:\n  r: ${run}\n`,
    'tasks/kinds.yaml': TASKS,
  })
}

const rowsOf = (project: ReturnType<typeof temporaryProject>, file = 'trials'): Row[] =>
  parse(readFileSync(project.path(`results/r/${file}.csv`)), { columns: true })
const pointsOf = (project: ReturnType<typeof temporaryProject>, task: string, metric: string) =>
  rowsOf(project, 'curve').filter((point) => point.task === task && point.metric === metric)
const settled = (rows: Row[]) =>
  rows
    .map(({ latency_ms: _l, attempts: _a, finished_at: _f, cached_tokens: _c, prompt_tokens: _p, ...rest }) =>
      JSON.stringify(rest),
    )
    .toSorted()

describe('simulated models', () => {
  const MODELS = `  - {name: small, provider: simulated, family: S, parameters: 50M}
  - {name: large, provider: simulated, family: S, parameters: 20B}`
  let project: ReturnType<typeof temporaryProject>
  beforeEach(() => {
    project = projectWith('  simulated: {type: simulated}', MODELS)
  })
  afterEach(() => project.remove())
  const run = (...args: string[]) => icl(['run', '--config', project.config, ...args])

  test('rows, points and charts of both kinds of answer', async () => {
    const { exitCode, out, notes } = await run()
    expect([exitCode, out]).toEqual([0, expect.stringContaining('ran 96 trials')])
    expect(notes).not.toContain('log-likelihood')
    const rows = rowsOf(project)
    for (const row of rows.filter(({ task }) => task === 'chosen')) {
      const likelihoods: { text: string; logProbability: number; unconditional: number }[] = JSON.parse(
        row.likelihoods ?? '',
      )
      expect(likelihoods.map(({ text }) => text)).toEqual(KINDS.map((kind) => ` ${kind}`))
      const best = likelihoods.toSorted((a, b) => b.logProbability - a.logProbability)[0]
      expect(row).toMatchObject({
        outcome: 'ok',
        finish_reason: 'likelihood',
        response: '',
        answer: best?.text.trim(),
        score_choice_accuracy: best?.text.trim() === row.target ? '1' : '0',
        score_exact_match: '',
        completion_tokens: '0',
      })
      const target = likelihoods.find(({ text }) => text.trim() === row.target)
      expect(Number(row.score_target_loglikelihood)).toBeCloseTo(
        (target?.logProbability ?? 0) / Buffer.byteLength(target?.text ?? ''),
        12,
      )
    }
    for (const row of rows.filter(({ task }) => task === 'written')) {
      expect(JSON.parse(row.likelihoods ?? '')).toHaveLength(1)
      expect([row.score_exact_match, Number(row.score_target_loglikelihood) < 0]).toEqual([
        row.response?.trim() === row.target ? '1' : '0',
        true,
      ])
    }

    const accuracy = pointsOf(project, 'chosen', 'choice_accuracy')
    expect(
      new Set(accuracy.map(({ chance, ci_method }) => `${Number(chance).toFixed(3)} ${ci_method}`)),
    ).toEqual(new Set(['0.333 wilson']))
    for (const task of ['chosen', 'written']) {
      const nats = pointsOf(project, task, 'target_loglikelihood')
      expect(nats).toHaveLength(4)
      for (const point of nats)
        expect(point).toMatchObject({ metric_kind: 'continuous', chance: '', maximum: '0', ci_method: 't' })
      const [small, large] = ['small', 'large'].map((model) =>
        Number(nats.find((point) => point.model === model && point.shots === '3')?.score),
      )
      expect(small).toBeLessThan(large ?? Number.NaN)
      expect(large).toBeLessThan(0)
    }
    expect(
      existsSync(project.path('results/r/charts/written-target_loglikelihood-by-shots-simulated.svg')),
    ).toBe(true)
  })

  test('the same command again asks nothing; one model at a time gives the same rows', async () => {
    await run('--model', 'small', '--shots', '3')
    const rest = await run()
    expect(rest.out).toContain('ran 72 trials, found 24 trials done before')
    const apart = rowsOf(project)
    expect((await run()).out).toContain('ran 0 trials, found 96 trials done before')
    project.remove()
    project = projectWith('  simulated: {type: simulated}', MODELS)
    await run()
    expect(settled(rowsOf(project))).toEqual(settled(apart))
  })

  test('what fails on the way is tried again, and no answer is lost', async () => {
    project.remove()
    project = projectWith(
      '  simulated: {type: simulated, failure_rate: 0.2}',
      MODELS,
      '{shots: [3], models: [large]}',
    )
    const { exitCode } = await icl(['run', '--config', project.config], SHORT_WAITS)
    expect(exitCode).toBe(0)
    expect(new Set(rowsOf(project).map(({ outcome }) => outcome))).toEqual(new Set(['ok']))
  })

  test('an early stop on nats per byte', async () => {
    project.remove()
    project = projectWith(
      '  simulated: {type: simulated}',
      MODELS,
      '{shots: [0], tasks: [written], stop_when: {ci_width: 9}}',
    )
    const text = project.read('tasks/kinds.yaml')
    const { exitCode, out } = await icl(['run', '--config', project.config])
    expect([text.includes('written'), exitCode, out]).toEqual([
      true,
      0,
      expect.stringContaining('written: stopped early at 10 of 12 items'),
    ])
  })
})

describe('a server that gives no log-likelihoods', () => {
  test('plan and run say so beforehand; choices are skipped, answers are scored without', async () => {
    const server = await startStub(({ path }, response) => {
      if (path === '/v1/models')
        return json(response, 200, { object: 'list', data: [{ id: 'served', object: 'model' }] })
      if (path !== '/v1/completions') return json(response, 404, { error: { message: 'no such path' } })
      const choices = [{ index: 0, text: ' animal', finish_reason: 'stop', logprobs: null }]
      json(response, 200, { model: 'served', choices, usage: { prompt_tokens: 5, completion_tokens: 1 } })
    })
    const project = projectWith(
      `  server: {type: openai, base_url: '${server.origin}/v1', api: completions}`,
      '  - {name: served, provider: server, family: S, parameters: 1B}',
      '{shots: [0], probe: false}',
    )
    try {
      const plan = await icl(['plan', '--config', project.config])
      expect(plan.out).toMatch(/(not applicable|may not apply): served, chosen: /)
      const run = await icl(['run', '--config', project.config])
      expect(run.notes).toMatch(/not applicable: served, chosen: the model gives no log-likelihoods/)
      expect(run.notes).toMatch(/without log-likelihood: served, written: /)
      expect([run.exitCode, run.out]).toEqual([
        0,
        expect.stringContaining('skipped 12 trials: served, chosen, raw, 0 shots (unsupported)'),
      ])
      const rows = rowsOf(project)
      expect(
        new Set(
          rows.map(({ task, outcome, score_target_loglikelihood: nats }) => `${task} ${outcome} ${nats}`),
        ),
      ).toEqual(new Set(['chosen skipped ', 'written ok ']))
      expect(pointsOf(project, 'written', 'target_loglikelihood')).toMatchObject([{ score: '', items: '0' }])
    } finally {
      project.remove()
      await server.stop()
    }
  })
})

const WEIGHTS = 'smollm2-135m-instruct'
describeWith([WEIGHTS], 'the built-in engine', () => {
  let project: ReturnType<typeof temporaryProject>
  let rows: Row[] = []
  beforeAll(async () => {
    project = projectWith(
      '  local: {type: llama}',
      `  - {name: smol, provider: local, family: SmolLM2, parameters: 135M, weights: [{file: ${pathOf(WEIGHTS)}}]}`,
      '{shots: [0, 3], limit: 8}',
    )
    const { exitCode, out } = await icl(['run', '--config', project.config])
    expect([exitCode, out]).toEqual([0, expect.stringContaining('ran 32 trials')])
    rows = rowsOf(project)
  }, 120_000)
  afterAll(() => project.remove())

  const mean = (task: string, shots: string, column: string): number => {
    const cell = rows.filter((row) => row.task === task && row.shots === shots)
    return cell.reduce((sum, row) => sum + Number(row[column]), 0) / cell.length
  }

  test('finds the right kind likelier once it was shown some', () => {
    for (const task of ['chosen', 'written'])
      expect(mean(task, '3', 'score_target_loglikelihood')).toBeGreaterThan(
        mean(task, '0', 'score_target_loglikelihood') + 0.1,
      )
    expect(mean('chosen', '3', 'score_choice_accuracy')).toBeGreaterThan(1 / 3)
  })

  test('both tasks agree on the target, asked beside an answer or among choices', () => {
    const nats = (task: string) =>
      new Map(
        rows
          .filter((row) => row.task === task)
          .map((row) => [`${row.shots} ${row.item}`, Number(row.score_target_loglikelihood)]),
      )
    // Zero shots have the same prompt in both; at three shots each task has drawn its own.
    const [chosen, written] = [nats('chosen'), nats('written')]
    let compared = 0
    for (const [key, value] of written) {
      if (!key.startsWith('0 ') || !chosen.has(key)) continue
      compared++
      expect(Math.abs(value - (chosen.get(key) ?? 0))).toBeLessThan(1e-6)
    }
    expect(compared).toBeGreaterThan(3)
  })

  test('tokens are what was read, and the prompt is read once', () => {
    for (const row of rows.filter(({ task }) => task === 'chosen')) {
      expect(Number(row.prompt_tokens)).toBeGreaterThan(0)
      expect([row.completion_tokens, row.attempts]).toEqual(['0', '1'])
    }
  })

  test('the same numbers when asked again from nothing', async () => {
    const args = ['--run', 'again', '--task', 'chosen', '--shots', '3', '--limit', '8']
    await icl(['run', '--config', project.config, ...args])
    const again: Row[] = parse(readFileSync(project.path('results/again/trials.csv')), { columns: true })
    const before = rows.filter(({ task, shots }) => task === 'chosen' && shots === '3')
    const numbers = (all: Row[]) => all.map((row) => `${row.trial_key} ${row.likelihoods}`).toSorted()
    expect(numbers(again)).toEqual(numbers(before))
  }, 120_000)
})
