import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, expect, test, vi } from 'vitest'
import { startIcl } from './icl-process.ts'
import { icl, PROJECT, temporaryProject } from './run-icl.ts'

// Charts tell nothing of scores, and take most of the time.
vi.mock('../../src/commands/draw-run.ts', () => ({ drawRun: async () => {} }))

const EXAMPLE = join(PROJECT, 'examples', 'politeness')

let project: ReturnType<typeof temporaryProject>
afterEach(() => project.remove())

const rows = (): Record<string, string>[] =>
  parse(project.read('results/first/trials.csv'), { columns: true })
const run = () => icl(['run', '--config', project.config])
const rescore = () => icl(['rescore', 'first', '--config', project.config])

/** The example's project, with another scorer where one is given. */
function exampleProject(scorer?: string): void {
  project = temporaryProject()
  cpSync(EXAMPLE, project.folder, { recursive: true })
  if (scorer !== undefined) writeFileSync(project.path('politeness.ts'), scorer)
}

const scorerOf = (body: string, kind = 'continuous', more = ''): string =>
  `import { defineScorer, type ScorerInput } from 'icl-harness'
const score = (input: ScorerInput) => { ${body} }
export default defineScorer({ kind: '${kind}', score, options: { enough: { type: 'number', required: false, description: 'x' } }, ${more} })
`

test('the example scores every answer, and the run folder keeps its text', async () => {
  exampleProject()
  // A process of its own: here the scorer is run by Node itself, and finds this package by its name.
  const { exitCode, out } = await startIcl(['run', '--config', project.config]).ended
  expect([exitCode, out]).toEqual([0, expect.stringContaining('politeness')])
  const answered = rows()
  expect(answered).toHaveLength(32)
  const polite = answered.filter(({ answer }) => answer === 'Could you please send me the report?')
  for (const row of polite) expect(row.score_politeness).toBe('1')
  expect(new Set(answered.map((row) => row.score_politeness))).toContain('0')
  const task = JSON.parse(project.read(storedTask())) as { metrics: { scorer?: { digest: string } }[] }
  const digest = task.metrics[0]?.scorer?.digest
  expect(project.read(`results/first/scorers/politeness.${digest}.ts`)).toBe(project.read('politeness.ts'))
  expect(project.read('results/first/run.yaml')).not.toContain(project.folder)
  expect(project.read(storedTask())).not.toContain(project.folder)
})

/** The file of the run's task. */
function storedTask(): string {
  const [, file] = /file: (tasks\/\S+)/.exec(project.read('results/first/run.yaml')) ?? []
  return `results/first/${file}`
}

test('a scorer sees the answer, the response, the targets, the fields and its options', async () => {
  exampleProject(
    scorerOf('if (input.fields.input === "Wait outside.") throw new Error(JSON.stringify(input)); return 1'),
  )
  await run()
  const [row] = rows().filter(({ error }) => error !== '')
  expect(row).toBeDefined()
  const seen = JSON.parse(/Error: (.*)/.exec(row?.error ?? '')?.[1] ?? '') as Record<string, unknown>
  expect(seen).toEqual({
    answer: row?.answer,
    response: row?.response,
    targets: ['Would you please wait outside?'],
    outcome: 'ok',
    options: { enough: 2 },
    fields: { input: 'Wait outside.', target: 'Would you please wait outside?' },
  })
})

test.each([
  ['throws', 'throw new TypeError("no such word")', 'TypeError: no such word'],
  ['throws no error', 'throw "stop"', '"stop"'],
  ['rejects', 'return Promise.reject(new Error("later"))', 'Error: later'],
  ['is above 1', 'return 1.5', 'the score is 1.5, expected a number from 0 to 1'],
  ['is below 0', 'return -0.1', 'the score is -0.1, expected a number from 0 to 1'],
  ['is no number', 'return Number.NaN', 'the score is NaN, expected a number from 0 to 1'],
  ['is text', 'return "1" as never', 'the score is "1", expected a number from 0 to 1'],
  [
    'asks no judge',
    'return input.ask("?").then(() => 1)',
    'Error: asks a judge, and the task file names none',
  ],
])('a score that %s loses no response, and is named and counted', async (_, body, problem) => {
  exampleProject(scorerOf(body))
  const { exitCode, out } = await run()
  expect(exitCode).toBe(1)
  expect(out).toContain('32 trials without a score, the column error says why')
  for (const row of rows()) {
    expect(row).toMatchObject({ outcome: 'ok', score_politeness: '' })
    expect(row.answer).not.toBe('')
    expect(row.score_edit_similarity).not.toBe('')
    expect(row.error).toContain(`score_politeness: politeness.ts, trial ${row.trial_key}: ${problem}`)
  }
  const before = project.read('results/first/trials.csv')
  expect((await rescore()).exitCode).toBe(1)
  expect(project.read('results/first/trials.csv')).toBe(before)
})

test('a score that is undefined is an empty cell and no error', async () => {
  exampleProject(scorerOf('return undefined'))
  expect((await run()).exitCode).toBe(0)
  for (const row of rows()) expect([row.score_politeness, row.error]).toEqual(['', ''])
})

test('a changed scorer is another metric: rescore keeps the old values', async () => {
  exampleProject(scorerOf('return 0.25'))
  await run()
  const before = readFileSync(project.path('results/first/trials.csv'))
  expect((await rescore()).out).toContain('2 columns score as before')
  expect(readFileSync(project.path('results/first/trials.csv'))).toEqual(before)
  writeFileSync(project.path('politeness.ts'), scorerOf('return Promise.resolve(0.75)'))
  const { exitCode, out } = await rescore()
  expect([exitCode, out]).toEqual([
    0,
    expect.stringMatching(/politeness +score_politeness +32 +32 +0\.2500 +0\.7500 +score_politeness\.1/),
  ])
  for (const row of rows())
    expect([row.score_politeness, row['score_politeness.1']]).toEqual(['0.75', '0.25'])
})

test('without its file, the copy in the run folder is run; what it imports is not there', async () => {
  exampleProject(scorerOf('return 0.25'))
  await run()
  for (const file of ['politeness.ts', 'requests.yaml', 'harness.config.yaml']) rmSync(project.path(file))
  const again = await icl(['rescore', project.path('results/first'), '--config', project.config])
  expect([again.exitCode, again.notes]).toEqual([
    0,
    expect.stringContaining('politeness.ts is run from the copy in the run folder'),
  ])
  project.remove()

  exampleProject(`import { half } from './half.ts'\n${scorerOf('return half')}`)
  writeFileSync(project.path('half.ts'), 'export const half: number = 0.5\n')
  expect((await run()).exitCode).toBe(0)
  expect(rows()[0]?.score_politeness).toBe('0.5')
  for (const file of ['politeness.ts', 'requests.yaml', 'harness.config.yaml']) rmSync(project.path(file))
  const lost = await icl(['rescore', project.path('results/first'), '--config', project.config])
  expect([lost.exitCode, lost.notes]).toEqual([
    2,
    expect.stringMatching(
      /cannot be loaded: .*half\.ts.*what a scorer imports from its own folder is not copied/,
    ),
  ])
})

test.each([
  ['export const score = 1', 'politeness.ts has no scorer as its default export'],
  ['export default { score: () => 1 }', 'politeness.ts says no kind'],
  ['export default { kind: "continuous" }', 'politeness.ts has no function score'],
  ['export default {', 'cannot be loaded'],
  ['throw new Error("at once")', 'cannot be loaded: at once'],
  [scorerOf('return 1').replace('enough:', 'other:'), 'unknown option of scorer politeness.ts "enough"'],
])('a file that holds no scorer is bad input, with its place: %s', async (text, problem) => {
  exampleProject(text)
  const { exitCode, notes } = await icl(['validate', '--config', project.config])
  expect([exitCode, notes]).toEqual([2, expect.stringContaining(problem)])
  expect(notes).toMatch(/requests\.yaml:\d+:\d+: /)
})

test('a file that is not there is named with the line that names it', async () => {
  exampleProject()
  rmSync(project.path('politeness.ts'))
  const { exitCode, notes } = await icl(['validate', '--config', project.config])
  expect([exitCode, notes]).toEqual([
    2,
    expect.stringMatching(/requests\.yaml:26:\d+: politeness\.ts: cannot be read \(ENOENT\)/),
  ])
})

test('only a continuous scorer can be a companion', async () => {
  exampleProject(scorerOf('return 1', 'discontinuous'))
  const suite = project.read('requests.yaml').replace('companion: edit_similarity', 'companion: politeness')
  writeFileSync(project.path('requests.yaml'), suite)
  const { exitCode, notes } = await icl(['validate', '--config', project.config])
  expect([exitCode, notes]).toEqual([
    2,
    expect.stringContaining('expected a continuous metric; allowed: edit_similarity'),
  ])
})
