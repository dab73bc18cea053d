import { readFileSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { SHORT_WAITS } from '../faults/addition-project.ts'
import { json, type SeenRequest, type Stub, startStub } from '../providers/openai/stub-server.ts'
import { describeWith, pathOf } from '../real-parts.ts'
import { icl, temporaryProject } from './run-icl.ts'

// Charts tell nothing of scores, and take most of the time.
vi.mock('../../src/commands/draw-run.ts', () => ({ drawRun: async () => {} }))

type Row = Record<string, string>

let project: ReturnType<typeof temporaryProject>
let stub: Stub
/** What the judge says to a question, or the status it fails with. */
let says: (question: string) => string | number
/** Questions in the order in which they came. */
const asked = (): string[] => stub.to('/v1/chat/completions').map(questionIn).filter(isQuestion)

beforeEach(async () => {
  says = () => 'Yes.'
  stub = await startStub(answer)
})
afterEach(async () => {
  await stub.stop()
  project.remove()
})

function questionIn({ body }: SeenRequest): string {
  return (body.messages as { content: string }[] | undefined)?.[0]?.content ?? ''
}

/** Not what a provider asks when it opens a model. */
const isQuestion = (text: string): boolean => /^(Is|Rate|How)/.test(text)

function answer(request: SeenRequest, response: ServerResponse): void {
  const reply = isQuestion(questionIn(request)) ? says(questionIn(request)) : 'ok'
  if (request.method === 'GET') json(response, 200, { data: [{ id: 'j', object: 'model' }] })
  else if (typeof reply === 'number') json(response, reply, { error: { message: 'not now' } })
  else
    json(response, 200, {
      model: 'j-2026',
      choices: [{ message: { role: 'assistant', content: reply }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 20, completion_tokens: 2 },
    })
}

const YES_OR_NO = `{metric: judge, model: j, question: "Is {{ answer }} right for {{ input }}? The target is {{ target }}."}`
const RATING = `{metric: judge_rating, model: j, lowest: 1, highest: 5, question: "Rate {{ answer }}."}`

/** A run of simulated models, judged by the stub: 4 queries, one of two targets each. */
function judgedProject(metrics: string, run = 'shots: [0, 1]'): void {
  project = temporaryProject({
    'harness.config.yaml': `version: 1
results: results
tasks: [t.yaml]
providers:
  s: {type: simulated, truth: {kind: logistic, midpoint: 1B, width: 2}}
  o: {type: openai, base_url: '${stub.origin}/v1', api: chat, concurrency: 4}
models:
  - {name: m, provider: s, family: F, parameters: 1B, price: {input: 0, output: 0}}
  - {name: j, provider: o, family: J, price: {input: 1, output: 2}}
runs: {first: {models: [m], probe: false, ${run}}}
`,
    't.yaml': suiteOf(metrics),
  })
}

function suiteOf(metrics: string): string {
  return `suite: s
tasks:
  - name: t
    items:
      - {input: one, target: uno}
      - {input: two, target: due}
      - {input: three, target: tre}
      - {input: four, target: quattro}
      - {input: five, target: cinque}
      - {input: six, target: sei}
    pool: 2
    template: {input: "{{ input }} is"}
    metrics: [${metrics}, edit_similarity]
`
}

const run = (...args: string[]) => icl(['run', '--config', project.config, ...args], SHORT_WAITS)
const rescore = () => icl(['rescore', 'first', '--config', project.config])
const rowsOf = (file: string): Row[] => parse(project.read(`results/first/${file}`), { columns: true })
const trials = (): Row[] => rowsOf('trials.csv')
const judgements = (): Row[] => rowsOf('judgements.csv')
const bytes = (file: string): Buffer => readFileSync(project.path(`results/first/${file}`))

test('each answer is judged once, for a price, and what is on file is asked no more', async () => {
  judgedProject(YES_OR_NO)
  says = (question) =>
    question.includes('uno is right') || question.includes('Is due') ? 'Yes' : '**No**, because …'
  const { exitCode, out } = await run()
  expect(exitCode).toBe(0)
  const rows = trials()
  expect(rows).toHaveLength(8)
  for (const row of rows) {
    expect(row.score_judge).toBe(row.outcome !== 'ok' ? '0' : row.answer === 'due' ? '1' : '0')
    expect([row.error, row.attempts]).toEqual(['', '1'])
  }
  // The same answer to the same item is the same question.
  const questions = new Set(asked())
  expect(asked()).toHaveLength(questions.size)
  expect(
    judgements().map(({ model, task, served_model, response, cost_usd, outcome }) => [
      model,
      task,
      served_model,
      response,
      cost_usd,
      outcome,
    ]),
  ).toEqual(asked().map(() => ['j', 'judge', 'j-2026', expect.stringMatching(/Yes|No/), '0.000024', 'ok']))
  const keys = new Set(rows.map(({ trial_key }) => trial_key))
  for (const { item } of judgements()) expect(keys).toContain(item)
  expect(out).toContain(`judge j: ${questions.size} questions asked, for $0.000`)
  const { judges } = parseYaml(project.read('results/first/run.yaml')) as { judges: unknown }
  expect(judges).toEqual([expect.objectContaining({ model: expect.objectContaining({ name: 'j' }) })])

  const before = [bytes('trials.csv'), bytes('judgements.csv')]
  expect((await run()).out).toContain('ran 0 trials, found 8 trials done before')
  expect((await rescore()).out).toContain('judgements on file')
  expect([bytes('trials.csv'), bytes('judgements.csv')]).toEqual(before)
  expect(asked()).toHaveLength(questions.size)
})

test('a judgement that failed is an empty score, and the next run asks again without asking the model', async () => {
  judgedProject(RATING)
  says = (question) => (question.includes('e') ? 400 : '4 of 5')
  const first = await run()
  expect(first.exitCode).toBe(1)
  expect(first.out).toMatch(/without a judged score, which is no score of 0/)
  const lacking = trials().filter(({ score_judge_rating: score }) => score === '')
  expect(lacking.length).toBeGreaterThan(0)
  for (const row of lacking) {
    expect(row.outcome).toBe('ok')
    expect(row.error).toMatch(/^score_judge_rating: judge j: bad-request: /)
  }
  for (const row of trials().filter((one) => one.score_judge_rating !== ''))
    expect([row.score_judge_rating, row.error]).toEqual(['0.75', ''])
  expect(judgements().filter(({ outcome }) => outcome === 'failed').length).toBeGreaterThan(0)

  // A rescore asks no one, and finds the same.
  const before = bytes('trials.csv')
  const calls = asked().length
  expect((await rescore()).exitCode).toBe(1)
  expect([asked().length, bytes('trials.csv')]).toEqual([calls, before])

  says = () => 'I rate it 2'
  const second = await run()
  expect([second.exitCode, second.out]).toEqual([
    0,
    expect.stringContaining('ran 0 trials, found 8 trials done before'),
  ])
  for (const row of trials()) expect([row.error, row.score_judge_rating]).not.toContain(lacking[0]?.error)
  expect(new Set(trials().map((row) => row.score_judge_rating))).not.toContain('')
  const keys = judgements().map(({ trial_key }) => trial_key)
  expect(new Set(keys).size).toBe(keys.length)
})

test('refusals of a busy judge are waited out, as those of any model', async () => {
  judgedProject(YES_OR_NO)
  const times = new Map<string, number>()
  says = (question) => {
    times.set(question, (times.get(question) ?? 0) + 1)
    return times.get(question) === 1 ? 429 : 'no'
  }
  expect((await run()).exitCode).toBe(0)
  for (const { attempts, outcome } of judgements()) expect([attempts, outcome]).toEqual(['2', 'ok'])
})

test('a judge that is gone leaves scores empty and answers on file', async () => {
  judgedProject(YES_OR_NO)
  says = () => 401
  const { exitCode, out } = await run()
  expect([exitCode, out]).toEqual([1, expect.stringContaining('without a judged score')])
  for (const row of trials().filter((one) => one.outcome === 'ok')) expect(row.score_judge).toBe('')
  says = () => 'yes'
  expect((await run()).exitCode).toBe(0)
  for (const row of trials().filter((one) => one.outcome === 'ok')) expect(row.score_judge).toBe('1')
})

test.each([
  [YES_OR_NO, 'Maybe', 'score_judge', ''],
  [YES_OR_NO, 'yes and no', 'score_judge', '1'],
  [YES_OR_NO, 'Not at all', 'score_judge', ''],
  [
    YES_OR_NO.replace('question:', 'pattern: "verdict: *(\\\\w+)", question:'),
    'No doubt. Verdict: YES',
    'score_judge',
    '1',
  ],
  [RATING, '6', 'score_judge_rating', ''],
  [RATING, '3.5/5', 'score_judge_rating', '0.625'],
  [RATING, 'none', 'score_judge_rating', ''],
  [
    RATING.replace('question:', 'pattern: "score (\\\\d)", question:'),
    '1 score 5',
    'score_judge_rating',
    '1',
  ],
])('%s: the reply %j', async (metric, reply, column, score) => {
  judgedProject(metric, 'shots: [1]')
  says = () => reply
  const { exitCode } = await run()
  expect(exitCode).toBe(score === '' ? 1 : 0)
  for (const row of trials()) {
    expect(row[column]).toBe(score)
    expect(row.error).toBe(score === '' ? `${column}: no verdict in the reply ${JSON.stringify(reply)}` : '')
  }
  // It is on file: nobody asks again what was answered.
  const calls = asked().length
  await run()
  expect(asked()).toHaveLength(calls)
})

test('a metric that is added later is judged by the next run, and by no rescore', async () => {
  judgedProject('exact_match')
  await run()
  expect(asked()).toEqual([])
  writeFileSync(project.path('t.yaml'), suiteOf(`exact_match, ${YES_OR_NO}`))
  const rescored = await rescore()
  expect([rescored.exitCode, asked().length]).toEqual([1, 0])
  expect(rescored.out).toMatch(/judge j: 0 judgements on file; \d are not, and icl run asks them/)
  expect(new Set(trials().map((row) => row.score_judge))).toContain('')
  const again = await run()
  expect([again.exitCode, again.out]).toEqual([0, expect.stringContaining('ran 0 trials')])
  expect(new Set(trials().map((row) => row.score_judge))).not.toContain('')
})

test('a budget holds for judges too, over all starts of the run', async () => {
  judgedProject(YES_OR_NO, 'shots: [0, 1], budget: {usd: 0.00222}')
  const first = await run()
  expect([first.exitCode, first.out]).toEqual([3, expect.stringContaining('the budget of usd is reached')])
  const calls = asked().length
  expect(calls).toBeGreaterThan(0)
  expect(trials().filter((row) => row.score_judge === '').length).toBeGreaterThan(0)
  // What was spent before counts: hardly more can be asked.
  const more = await run()
  expect(more.exitCode).toBe(3)
  const raised = await run('--budget-usd', '1')
  expect([raised.exitCode, new Set(asked()).size]).toEqual([0, asked().length])
  expect(new Set(trials().map((row) => row.score_judge))).not.toContain('')
})

test('an early stop does not take what is not judged yet for precise', async () => {
  judgedProject(RATING, 'shots: [1], stop_when: {ci_width: 0.5}')
  const items = Array.from({ length: 26 }, (_, n) => `      - {input: in ${n}, target: out ${n}}`)
  const suite = project
    .read('t.yaml')
    .replace(/ {4}items:[\s\S]*? {4}pool/, `    items:\n${items.join('\n')}\n    pool`)
  writeFileSync(project.path('t.yaml'), suite)
  says = () => '5'
  await run()
  expect(trials()).toHaveLength(24)
})

test('the plan says who is asked about how many answers', async () => {
  judgedProject(`${YES_OR_NO}, ${RATING}`)
  const { out } = await icl(['plan', '--config', project.config])
  expect(out).toContain('judge j: asked about up to 8 trials of t, which the table does not count')
  expect(asked()).toEqual([])
})

test('a judge needs a price under a budget, and to be a model of the config', async () => {
  judgedProject(YES_OR_NO, 'shots: [0], budget: {usd: 1}')
  const config = project.read('harness.config.yaml')
  writeFileSync(project.config, config.replace(', price: {input: 1, output: 2}', ''))
  const unpriced = await run()
  expect([unpriced.exitCode, unpriced.notes]).toEqual([2, expect.stringContaining('model "j" has no price')])
  writeFileSync(project.path('t.yaml'), suiteOf(YES_OR_NO.replace('model: j', 'model: jj')))
  const unknown = await icl(['validate', '--config', project.config])
  expect([unknown.exitCode, unknown.notes]).toEqual([
    2,
    expect.stringMatching(/t\.yaml:3:\d+: unknown judge of task t: "jj"; did you mean "j"\?/),
  ])
})

test.each([
  ['question: "{{ answer"', 'the question to the judge is not a Jinja template'],
  ['question: x, pattern: "("', 'pattern: Invalid regular expression'],
  ['model: j', 'question: not given'],
])('a judge that cannot be made is bad input: %s', async (option, problem) => {
  judgedProject(`{metric: judge, ${option.startsWith('model') ? '' : 'model: j, '}${option}}`)
  const { exitCode, notes } = await icl(['validate', '--config', project.config])
  expect([exitCode, notes.replace('missing key "question"', 'question: not given')]).toEqual([
    2,
    expect.stringContaining(problem),
  ])
})

const SCORER = `import { defineScorer } from 'icl-harness'
export default defineScorer({
  kind: 'continuous',
  score: async ({ answer, ask }) => {
    const first = await ask('Is this Italian? ' + answer, { maxTokens: 3 })
    if (first !== 'Yes') return 0
    return Number(await ask('How good is it, from 0 to 1? ' + answer))
  },
})
`

test('a custom scorer asks one question after the other, and a failed one leaves no score', async () => {
  judgedProject('{metric: custom, name: italian, file: italian.ts, judge: j}', 'shots: [1]')
  writeFileSync(project.path('italian.ts'), SCORER)
  says = (question) => (question.startsWith('Is') ? 'Yes' : 400)
  expect((await run()).exitCode).toBe(1)
  for (const row of trials())
    expect([row.score_italian, row.error]).toEqual([
      '',
      expect.stringMatching(/^score_italian: judge j: bad-request/),
    ])
  expect(
    new Set(
      stub
        .to('/v1/chat/completions')
        .slice(-asked().length)
        .map(({ body }) => body.max_tokens ?? body.max_completion_tokens),
    ),
  ).toEqual(new Set([3, 512]))
  const calls = asked().length
  says = () => '0.5'
  expect((await run()).exitCode).toBe(0)
  // The first question has its reply on file.
  expect(
    asked()
      .slice(calls)
      .every((question) => question.startsWith('How')),
  ).toBe(true)
  for (const row of trials()) expect(row.score_italian).toBe('0.5')
  const before = bytes('trials.csv')
  expect((await rescore()).exitCode).toBe(0)
  expect(bytes('trials.csv').equals(before)).toBe(true)
})

const REAL = 'qwen2.5-coder-0.5b-instruct'

describeWith([REAL], 'a real judge on the built-in engine', () => {
  test('judges answers that it did not give, and the same again', async () => {
    judgedProject(
      `{metric: judge, model: q, pattern: "(yes|no)", max_tokens: 4, question: "Are the words '{{ answer }}' and '{{ target }}' the same word? Answer yes or no."}`,
    )
    const config = project.read('harness.config.yaml')
    const local = `  local: {type: llama}\nmodels:\n  - {name: q, provider: local, family: Qwen2.5, parameters: 494M, tuning: instruct, weights: [{file: ${pathOf(REAL)}}]}`
    writeFileSync(project.config, config.replace('models:', local))
    const { exitCode, out } = await icl(['run', '--config', project.config])
    expect([exitCode, out]).toEqual([0, expect.stringMatching(/judge q: \d questions? asked/)])
    expect(new Set(trials().map((row) => row.score_judge))).not.toContain('')
    for (const row of judgements())
      expect(row).toMatchObject({ model: 'q', rendering: 'chat', outcome: 'ok' })
    const before = [bytes('trials.csv'), bytes('judgements.csv')]
    expect((await rescore()).exitCode).toBe(0)
    expect([bytes('trials.csv'), bytes('judgements.csv')]).toEqual(before)
  }, 120_000)
})
