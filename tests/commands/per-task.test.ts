import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { icl, temporaryProject } from './run-icl.ts'

const CONFIG = `version: 1
providers: {made-up: {type: simulated}}
models: [{name: m, provider: made-up, family: F, parameters: 1B}]
runs:
  all:
    shots: [0, 2]
    limit: 3
    per_task:
      letters: {limit: 2, controls: [gold, shuffled-labels]}
      vowels: {shots: [0, 1], temperature: 1, repeats: 2}
`
const SUITE = `suite: letters
defaults: {template: {input: "{{ input }}"}, metrics: [exact_match], pool: 4}
tasks:
  - {name: vowels, items: [${Array.from('abcdefgh', (letter) => `{input: ${letter}1, target: t${letter}}`).join(', ')}]}
  - {name: others, items: [${Array.from('abcdefgh', (letter) => `{input: ${letter}2, target: u${letter}}`).join(', ')}]}
`

let project: ReturnType<typeof temporaryProject>
beforeAll(() => {
  project = temporaryProject({ 'harness.config.yaml': CONFIG, 'tasks/letters.yaml': SUITE })
})
afterAll(() => project.remove())

describe('settings of single tasks', () => {
  test('a suite sets them for its tasks, a task over its suite', async () => {
    const { exitCode, notes } = await icl(['run', '--config', project.config])
    expect([exitCode, notes]).toEqual([0, expect.not.stringContaining('repeats')])
    const rows: Record<string, string>[] = parse(project.read('results/all/trials.csv'), { columns: true })
    const counted = Map.groupBy(rows, (row) => [row.task, row.control, row.shots].join(' '))
    expect(Object.fromEntries([...counted].map(([place, found]) => [place, found.length]))).toEqual({
      'vowels gold 0': 4,
      'vowels gold 1': 4,
      'vowels shuffled-labels 1': 4,
      'others gold 0': 2,
      'others gold 2': 2,
      'others shuffled-labels 2': 2,
    })
    expect(project.read('results/all/run.yaml')).toContain('overrides:')
  })

  test('curves and a second run know them', async () => {
    expect((await icl(['curves', 'all', '--config', project.config])).out).not.toContain(
      'not of the current plan',
    )
    expect((await icl(['run', '--config', project.config])).out).toContain('ran 0 trials, found 18 trials')
  })

  test('plan tells what is asked otherwise', async () => {
    const { out } = await icl(['plan', '--config', project.config])
    expect(out).toContain('vowels: shots 0, 1, repeats 2, controls gold, shuffled-labels')
    expect(out).toContain('others: controls gold, shuffled-labels')
  })

  test('flags win', async () => {
    const { out } = await icl(['plan', '--config', project.config, '--shots', '0', '--limit', '1'])
    expect(out).toMatch(/^m +1B +3 +3 +0 /m)
  })
})

test.each([
  ['an unknown task', 'vowel: {limit: 1}', /:9:14: unknown task "vowel"; did you mean "vowels"/],
  ['an unknown key', 'vowels: {seed: 1}', /:9:16: unknown key "seed".*; allowed: shots, draws, repeats/],
  ['more shots than its pool', 'vowels: {shots: [5]}', /"vowels" has 4 items in its pool, and 5 shots/],
])('%s is told with its place', async (_name, line, message) => {
  const bad = temporaryProject({
    'harness.config.yaml': CONFIG.replace(/ {6}letters:.*\n.*\n/, `      ${line}\n`).replace(
      'per_task:\n',
      'per_task:\n',
    ),
    'tasks/letters.yaml': SUITE,
  })
  try {
    const { exitCode, notes } = await icl(['validate', '--config', bad.config])
    expect(notes).toMatch(message)
    expect(exitCode).toBe(2)
  } finally {
    bad.remove()
  }
})
