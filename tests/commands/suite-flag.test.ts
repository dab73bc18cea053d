import { afterAll, describe, expect, test } from 'vitest'
import { icl, temporaryProject } from './run-icl.ts'

const CONFIG = `version: 1
providers:
  sim: { type: simulated }
models:
  - { name: m, provider: sim, parameters: 1B, family: f }
defaults: { shots: [0, 1] }
runs:
  own: { tasks: [a] }
`

const task = (name: string, items: string, more = '') => `suite: ${name}
${more}tasks:
  - name: ${name}-task
    items: ${items}
    pool: 2
    template: { input: "{{ input }} ->" }
    metrics: [exact_match]
`

const rows = Array.from({ length: 8 }, (_, index) => `{"input": "i${index}", "target": "t${index}"}\n`).join(
  '',
)

const project = temporaryProject({
  'harness.config.yaml': CONFIG,
  'tasks/a.yaml': task('a', '[{input: a, target: A}, {input: b, target: B}, {input: c, target: C}]'),
  'other/d.yaml': task('d', '{file: "${DATA}", sample: {count: 6, seed: 1}}', 'run: { shots: [2] }\n'),
  'waits/w.yaml': task('w', '{file: "${WORDS}"}'),
  'rows.jsonl': rows,
})
afterAll(project.remove)

const asked = (args: readonly string[], env = {}) =>
  icl([...args, '--config', project.config], { env: { HOME: project.folder, ...env } })
const suite = ['--suite', project.path('other/d.yaml')]
const data = ['--data', project.path('rows.jsonl')]

test('one command runs a suite over a data file, with the settings of the suite', async () => {
  const { exitCode, out, notes } = await asked(['run', ...suite, ...data])
  expect([exitCode, notes]).toEqual([0, expect.any(String)])
  expect(out).toContain('ran 4 trials')
  const trials = project.read('results/d/trials.csv')
  expect(trials.split('\n').filter((line) => line.includes('d-task'))).toHaveLength(4)
  expect(project.read('results/d/run.yaml')).toContain('d-task')
  const again = await asked(['run', ...suite, ...data, '--run', 'd'])
  expect(again.out).toContain('found 4 trials done before')
})

test('flags come before the settings of the suite', async () => {
  const { out } = await asked(['plan', ...suite, ...data, '--shots', '0,1', '--limit', '3', '--run', 'other'])
  expect(out).toContain('shots 0, 1')
  expect(out).toMatch(/m +1B +6 +0 +6/)
})

test('DATA may come from the environment, and other suites are not there', async () => {
  const { out } = await asked(['validate', ...suite], { DATA: project.path('rows.jsonl') })
  expect(out).toContain('d-task: 4 queries, 2 demonstrations')
  expect(out).not.toContain('suite a')
  const shown = await asked(['show', 'd-task', ...suite, ...data, '--shots', '0'])
  expect(shown.out).toMatch(/^i\d ->$/)
})

describe('what is refused', () => {
  test.each([
    [
      ['run', ...suite],
      'd.yaml:5:19: the task "d-task" reads "${DATA}", and DATA is not set; name the file: icl … --data PATH',
    ],
    [['run', ...suite, ...data, '--run', 'own'], 'is about its own suites, and --suite names another'],
    [['run', ...data], 'no task names ${DATA}'],
    [['run', ...suite, '--data', 'no.jsonl'], 'd.yaml:5:19: there is no file'],
    [['run', ...suite, ...data, '--task', 'a-task'], 'unknown task "a-task"'],
    [['run', '--suite', project.path('other/e.yaml')], 'other/e.yaml"; did you mean "d.yaml"?'],
  ])('%j', async (args, says) => {
    const { exitCode, notes } = await asked(args)
    expect([exitCode, notes]).toEqual([2, expect.stringContaining(says)])
  })
})

describe('a suite of the config that waits for a variable', () => {
  const waiting = temporaryProject({
    'harness.config.yaml': CONFIG.replace('runs:', 'tasks: ["tasks/*.yaml", "waits/*.yaml"]\nruns:').replace(
      '[a]',
      '[a, w]',
    ),
    'tasks/a.yaml': project.read('tasks/a.yaml'),
    'waits/w.yaml': project.read('waits/w.yaml'),
    'rows.jsonl': rows,
  })
  afterAll(waiting.remove)
  const here = (args: readonly string[], env = {}) =>
    icl([...args, '--config', waiting.config], { env: { HOME: waiting.folder, ...env } })

  test('is valid, and said to wait', async () => {
    const { exitCode, notes } = await here(['validate'])
    expect([exitCode, notes]).toEqual([
      0,
      expect.stringContaining('WORDS is not set; needed when it is used'),
    ])
  })

  test('does not keep other tasks from running', async () => {
    expect((await here(['plan', '--run', 'own', '--task', 'a'])).exitCode).toBe(0)
  })

  test('is an error where it is used', async () => {
    const { exitCode, notes } = await here(['plan', '--run', 'own'])
    expect([exitCode, notes]).toEqual([
      2,
      expect.stringContaining('w.yaml:4:19: the task "w-task" reads "${WORDS}"'),
    ])
    expect((await here(['plan', '--run', 'own'], { WORDS: waiting.path('rows.jsonl') })).exitCode).toBe(0)
  })
})
