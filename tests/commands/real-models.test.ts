import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith, pathOf } from '../real-parts.ts'
import { type RunningServer, startLlamaServer, startOllama } from '../servers/start.ts'
import { icl, temporaryProject } from './run-icl.ts'

const WEIGHTS = 'smollm2-135m-instruct'
type Row = Record<string, string>

/** A project whose one task a small model can do: upper case, from demonstrations alone. */
function realProject(providers: string, models: string) {
  const words = [
    'house',
    'river',
    'green',
    'music',
    'table',
    'cloud',
    'stone',
    'bread',
    'light',
    'sugar',
    'paper',
    'night',
  ]
  return temporaryProject({
    'harness.config.yaml': `version: 1\ntasks: [task.yaml]\nproviders:\n${providers}\nmodels:\n${models}\nruns:\n  r: {shots: [0, 4], limit: 6}\n`,
    'task.yaml': `suite: s
tasks:
  - name: upper
    items:
${words.map((word) => `      - {input: ${word}, target: ${word.toUpperCase()}}`).join('\n')}
    pool: 6
    template: {input: "{{ input }} ->", target_delimiter: " ", demonstration_delimiter: "\\n", instruction: Write each word in capital letters.}
    decoding: {max_tokens: 8, stop: ["\\n"]}
    extractions: [{name: first_line, type: first-line}]
    metrics: [exact_match, edit_similarity]
    primary: exact_match
`,
  })
}

function scoresOf(rows: Row[], model: string): Record<string, number> {
  const mean = (shots: string): number => {
    const cell = rows.filter((row) => row.model === model && row.shots === shots)
    return cell.reduce((sum, row) => sum + Number(row.score_exact_match), 0) / cell.length
  }
  return { 0: mean('0'), 4: mean('4') }
}

describeWith([WEIGHTS], 'icl run on the built-in engine', () => {
  let project: ReturnType<typeof temporaryProject>
  let rows: Row[] = []
  beforeAll(async () => {
    project = realProject(
      '  local: {type: llama}',
      `  - {name: smol, provider: local, family: SmolLM2, parameters: 135M, quantization: Q4_1, tuning: instruct, weights: [{file: ${pathOf(WEIGHTS)}}]}`,
    )
    const run = await icl(['run', '--config', project.config])
    expect([run.exitCode, run.notes]).toEqual([0, expect.stringMatching(/smol .*12\/12/)])
    rows = parse(readFileSync(project.path('results/r/trials.csv')), { columns: true })
  }, 60_000)
  afterAll(() => project.remove())

  test('it learns from the prompt: nothing at k=0, something at k=4', () => {
    const scores = scoresOf(rows, 'smol')
    expect(scores[0]).toBeLessThan(0.34)
    expect(scores[4]).toBeGreaterThan(scores[0] ?? 1)
  })

  test('rows say what ran and what it cost', () => {
    for (const row of rows) {
      expect(row.engine).toMatch(/^node-llama-cpp@3\.21\.1 llama\.cpp@\S+ \S+ cpu-\S+ cuts-\d+$/)
      expect(Number(row.prompt_tokens)).toBeGreaterThan(0)
      expect(Number(row.completion_tokens)).toBeLessThanOrEqual(8)
    }
    const manifest = readFileSync(project.path('results/r/run.yaml'), 'utf8')
    expect(manifest).toMatch(
      /placements:\n {2}smol:\n {4}processes: \d\n {4}threads: 1\n {4}context_size: \d+\n/,
    )
    // Demonstrations are evaluated once and reused.
    expect(Math.max(...rows.map((row) => Number(row.cached_tokens)))).toBeGreaterThan(10)
  })

  test('the same answers when asked again from nothing', async () => {
    const again = await icl([
      'run',
      '--config',
      project.config,
      '--run',
      'again',
      '--shots',
      '0,4',
      '--limit',
      '6',
    ])
    expect(again.exitCode).toBe(0)
    const answers = (all: Row[]) => all.map((row) => `${row.trial_key} ${row.response}`).toSorted()
    expect(answers(parse(readFileSync(project.path('results/again/trials.csv')), { columns: true }))).toEqual(
      answers(rows),
    )
  }, 60_000)

  test('chat renderings go through the model’s own template', async () => {
    const shown = await icl([
      'show',
      'upper',
      '--config',
      project.config,
      '--model',
      'smol',
      '--rendering',
      'chat-turns',
      '--shots',
      '1',
    ])
    expect(shown.out).toMatch(
      /<\|im_start\|>user\n\w+ -><\|im_end\|>\n<\|im_start\|>assistant\n[A-Z]+<\|im_end\|>\n/,
    )
    expect(shown.out.endsWith('<|im_start|>assistant\n')).toBe(true)
    expect(shown.notes).toMatch(/\d+ tokens for smol/)
  }, 60_000)
})

describeWith(['llama-server', 'ollama', WEIGHTS], 'icl run against real servers', () => {
  let llamaServer: RunningServer
  let ollama: RunningServer
  let project: ReturnType<typeof temporaryProject>
  beforeAll(async () => {
    llamaServer = await startLlamaServer({ modelPath: pathOf(WEIGHTS) })
    ollama = await startOllama({ models: { smol: pathOf(WEIGHTS) } })
    project = realProject(
      `  server: {type: openai, base_url: '\${ICL_TEST_SERVER}/v1'}\n  ollama: {type: ollama, base_url: '${ollama.baseUrl}'}`,
      `  - {name: by-server, provider: server, family: SmolLM2, parameters: 135M, tuning: instruct}
  - {name: by-ollama, id: smol, provider: ollama, family: SmolLM2, parameters: 135M, tuning: instruct}`,
    )
  }, 120_000)
  afterAll(async () => {
    await Promise.all([llamaServer?.stop(), ollama?.stop()])
    project?.remove()
  })

  test('both answer every trial, and the same command resumes', async () => {
    const env = { ...process.env, ICL_TEST_SERVER: llamaServer.baseUrl }
    const run = await icl(['run', '--config', project.config], { env })
    expect([run.exitCode, run.out]).toEqual([0, expect.stringContaining('ran 24 trials')])
    const rows: Row[] = parse(readFileSync(project.path('results/r/trials.csv')), { columns: true })
    for (const model of ['by-server', 'by-ollama']) {
      const scores = scoresOf(rows, model)
      expect(scores[4], model).toBeGreaterThan(scores[0] ?? 1)
    }
    expect(rows.every((row) => Number(row.prompt_tokens) > 0)).toBe(true)
    const again = await icl(['run', '--config', project.config], { env })
    expect(again.out).toContain('ran 0 trials, found 24 trials done before')
    // Where the variable pointed is written nowhere.
    for (const file of ['run.yaml', 'trials.csv', 'curve.csv'])
      expect(project.read(`results/r/${file}`)).not.toContain(llamaServer.baseUrl)
    expect(project.read('results/r/run.yaml')).toContain('${ICL_TEST_SERVER}')
  }, 120_000)
})
