import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { POINT_COLUMNS } from '../../src/domain/point.ts'
import { LEADING_COLUMNS, TRAILING_COLUMNS } from '../../src/domain/result.ts'
import { SHORT_WAITS } from '../faults/addition-project.ts'
import { icl, temporaryProject } from './run-icl.ts'

let project: ReturnType<typeof temporaryProject>
beforeEach(async () => {
  project = temporaryProject()
  const { exitCode } = await icl(['init', project.folder])
  expect(exitCode).toBe(0)
})
afterEach(() => project.remove())

const run = (...args: string[]) => icl(['run', '--config', project.config, ...args])
const trialsPath = (name = 'first') => project.path(`results/${name}/trials.csv`)
type Row = Record<string, string>
const rowsOf = (path: string): Row[] => parse(readFileSync(path), { columns: true })
const settled = (rows: Row[]) =>
  rows
    .map(({ latency_ms: _l, attempts: _a, finished_at: _f, cached_tokens: _c, ...rest }) =>
      JSON.stringify(rest),
    )
    .toSorted()

test('what init writes validates and runs at once, with every file of a run', async () => {
  const valid = await icl(['validate', '--config', project.config])
  expect([valid.exitCode, valid.out]).toEqual([
    0,
    expect.stringMatching(/colours: 8 queries, 4 demonstrations[\s\S]*valid\n$/),
  ])

  const { exitCode, out } = await run()
  expect(exitCode).toBe(0)
  expect(out).toContain('ran 96 trials, found 0 trials done before')

  const rows = rowsOf(trialsPath())
  expect(rows).toHaveLength(3 * 4 * 8)
  expect(Object.keys(rows[0] ?? {})).toEqual([
    ...LEADING_COLUMNS,
    'score_exact_match',
    'score_edit_similarity',
    ...TRAILING_COLUMNS,
  ])
  expect(new Set(rows.map((row) => row.outcome))).toEqual(new Set(['ok']))

  const points = rowsOf(project.path('results/first/curve.csv'))
  expect(Object.keys(points[0] ?? {})).toEqual([...POINT_COLUMNS])
  expect(points).toHaveLength(3 * 4 * 2)
  expect(new Set(points.map((point) => point.source))).toEqual(new Set(['simulated']))
  // The point is the mean of its rows: recomputed here from the file as its user would.
  const [point] = points.filter(
    (p) => p.model === 'simulated-7b' && p.shots === '4' && p.metric === 'exact_match',
  )
  const cell = rows.filter((row) => row.model === 'simulated-7b' && row.shots === '4')
  expect(Number(point?.score)).toBeCloseTo(
    cell.reduce((sum, row) => sum + Number(row.score_exact_match), 0) / cell.length,
    12,
  )

  const charts = readdirSync(project.path('results/first/charts'))
  expect(charts).toContain('colours-exact_match-by-parameters-simulated.svg')
  for (const chart of charts)
    expect(readFileSync(project.path(`results/first/charts/${chart}`), 'utf8')).toMatch(
      /^<svg[\s\S]*simulated[\s\S]*<\/svg>\s*$/,
    )
})

test('the same command again asks nothing, and curves makes the same files', async () => {
  await run()
  const trials = readFileSync(trialsPath())
  const again = await run()
  expect(again.out).toContain('ran 0 trials, found 96 trials done before')
  expect(readFileSync(trialsPath()).equals(trials)).toBe(true)

  const curve = project.read('results/first/curve.csv')
  rmSync(project.path('results/first/curve.csv'))
  rmSync(project.path('results/first/charts'), { recursive: true })
  // From the run's folder alone: neither config nor tasks are needed.
  rmSync(project.path('tasks'), { recursive: true })
  const curves = await icl(['curves', project.path('results/first')])
  expect(curves.exitCode).toBe(0)
  expect(project.read('results/first/curve.csv')).toBe(curve)
  expect(existsSync(project.path('results/first/charts'))).toBe(true)
})

test('fewer models first, then all: nothing is asked twice', async () => {
  await run('--model', 'simulated-1b')
  const all = await run()
  expect(all.out).toContain('ran 64 trials, found 32 trials done before')
  const whole = rowsOf(trialsPath())
  rmSync(project.path('results'), { recursive: true })
  await run()
  expect(settled(whole)).toEqual(settled(rowsOf(trialsPath())))
})

test('a changed template re-runs its task, and the old rows are counted and left out', async () => {
  await run()
  writeFileSync(
    project.path('tasks/colours.yaml'),
    project.read('tasks/colours.yaml').replace('English:', 'Colour:'),
  )
  const changed = await run()
  expect(changed.out).toContain('ran 96 trials, found 0 trials done before')
  expect(changed.out).toContain('96 trials in trials.csv are not of the current plan and are left out')
  expect(rowsOf(trialsPath())).toHaveLength(192)
  expect(rowsOf(project.path('results/first/curve.csv')).every((point) => point.trials === '8')).toBe(true)
})

test('a new metric asks nothing again', async () => {
  await run()
  writeFileSync(
    project.path('tasks/colours.yaml'),
    project.read('tasks/colours.yaml').replace('- edit_similarity', '- edit_similarity\n      - chrf'),
  )
  expect((await run()).out).toContain('ran 0 trials, found 96 trials done before')
})

test('flags narrow a run', async () => {
  const { out } = await run(
    '--run',
    'try',
    '--model',
    'simulated-7b',
    '--task',
    'colours',
    '--shots',
    '0,3',
    '--limit',
    '5',
    '--seed',
    '9',
  )
  expect(out).toContain('ran 10 trials')
  const rows = rowsOf(trialsPath('try'))
  expect(new Set(rows.map((row) => `${row.model} ${row.shots}`))).toEqual(
    new Set(['simulated-7b 0', 'simulated-7b 3']),
  )
})

test('a provider that fails at times loses nothing', async () => {
  const config = project
    .read('harness.config.yaml')
    .replace(
      '{type: simulated,',
      '{type: simulated, failure_rate: 0.3, failure_kinds: [server, network, malformed],',
    )
  writeFileSync(project.config, config)
  const { exitCode, out } = await icl(['run', '--config', project.config], SHORT_WAITS)
  expect([exitCode, out]).toEqual([0, expect.stringContaining('ran 96 trials')])
  const rows = rowsOf(trialsPath())
  expect(rows.every((row) => row.outcome === 'ok')).toBe(true)
  expect(rows.some((row) => Number(row.attempts) > 1)).toBe(true)
})

test('trials that fail for good are failed rows, exit code 1, and the next run does only those', async () => {
  const config = project.read('harness.config.yaml')
  writeFileSync(
    project.config,
    config.replace('{type: simulated,', '{type: simulated, failure_rate: 0.7, failure_kinds: [malformed],'),
  )
  const first = await icl(['run', '--config', project.config], SHORT_WAITS)
  const failed = rowsOf(trialsPath()).filter((row) => row.outcome === 'failed')
  expect([first.exitCode, failed.length > 0]).toEqual([1, true])
  expect(failed.every((row) => row.score_exact_match === '' && row.error?.startsWith('malformed: '))).toBe(
    true,
  )
  const second = await icl(['run', '--config', project.config, '--no-retry-failed'])
  expect(second.out).toContain('ran 0 trials, found 96 trials done before')
  writeFileSync(project.config, config)
  const third = await icl(['run', '--config', project.config])
  expect([third.exitCode, third.out]).toEqual([
    0,
    expect.stringContaining(`ran ${failed.length} trials, found ${96 - failed.length} trials done before`),
  ])
  expect(rowsOf(trialsPath())).toHaveLength(96)
})

test('Ctrl-C drains: no trial is half done, exit code 130, the same command goes on', async () => {
  const draining = new AbortController()
  let slept = 0
  const config = project
    .read('harness.config.yaml')
    .replace('{type: simulated,', '{type: simulated, latency_ms: 5,')
  writeFileSync(project.config, config)
  const first = await icl(['run', '--config', project.config], {
    draining: draining.signal,
    sleep: async () => {
      if (++slept === 30) draining.abort()
    },
  })
  expect([first.exitCode, first.out]).toEqual([
    130,
    expect.stringContaining('interrupted: the same command goes on from here'),
  ])
  const kept = rowsOf(trialsPath()).length
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThan(96)
  const second = await run()
  expect([second.exitCode, second.out]).toEqual([
    0,
    expect.stringContaining(`ran ${96 - kept} trials, found ${kept} trials done before`),
  ])
})

describe('plan and show', () => {
  test('plan counts what is open, what is done and what does not fit', async () => {
    writeFileSync(
      project.config,
      project
        .read('harness.config.yaml')
        .replace('parameters: 160M,', 'parameters: 160M, context_length: 25,'),
    )
    await run('--model', 'simulated-1b')
    const { exitCode, out } = await icl(['plan', '--config', project.config])
    expect(exitCode).toBe(0)
    expect(out).toMatch(/simulated-1b +1B +32 +32 +0 /)
    expect(out).toMatch(/simulated-7b +7B +32 +0 +32 /)
    expect(out).toMatch(
      /not applicable: simulated-160m, colours, raw, instruction off, gold, 4 shots: \d+ prompt tokens and 8 for the answer exceed the context of 25/,
    )
    const ran = await run('--model', 'simulated-160m')
    expect([ran.exitCode, ran.out]).toEqual([
      0,
      expect.stringMatching(/skipped 8 trials: simulated-160m, colours, raw, 4 shots \(context\)/),
    ])
  })

  test('show prints the prompt byte for byte, the one that the run sends', async () => {
    const shown = await icl([
      'show',
      'colours',
      '--config',
      project.config,
      '--shots',
      '2',
      '--instruction',
      'on',
    ])
    expect(shown.out).toMatch(
      /^Translate each colour into English\.\n\n(French: \S+\nEnglish: \S+\n\n){2}French: \S+\nEnglish:$/,
    )
    expect(shown.notes).toContain('2 shots, draw 0, gold, raw')
    const flipped = await icl([
      'show',
      'colours',
      '--config',
      project.config,
      '--shots',
      '2',
      '--control',
      'no-labels',
    ])
    expect(flipped.out).toMatch(/^(French: \S+\nEnglish:\n\n){2}French: \S+\nEnglish:$/)
  })

  test('show names an unknown item, task or suite', async () => {
    const item = await icl(['show', 'colours', '--config', project.config, '--item', 'nope'])
    expect([item.exitCode, item.notes]).toEqual([2, expect.stringContaining('unknown item "nope"')])
    const suite = await icl(['show', 'starter', '--config', project.config])
    expect([suite.exitCode, suite.notes]).toEqual([2, expect.stringContaining('"starter" is a suite')])
    const task = await icl(['show', 'colors', '--config', project.config])
    expect([task.exitCode, task.notes]).toEqual([2, expect.stringContaining('did you mean "colours"?')])
  })
})

test('init overwrites nothing', async () => {
  const again = await icl(['init', project.folder])
  expect([again.exitCode, again.notes]).toEqual([2, expect.stringContaining('already there')])
  expect(existsSync(join(project.folder, 'tasks/colours.yaml'))).toBe(true)
})
