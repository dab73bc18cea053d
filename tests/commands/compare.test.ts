import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mcnemarExact } from '../../src/curves/paired/mcnemar.ts'
import { additionProject, modelEntry } from '../faults/addition-project.ts'
import { icl } from './run-icl.ts'

const provider = (level: number) => `{type: simulated, seed: 1, truths: {"*": {kind: flat, level: ${level}}}}`
const models = ['m', 'other'].map((name) => modelEntry(name, 'sim'))
const made = (items: number, level: number, run = 'shots: [0, 2]') =>
  additionProject({ items, providers: { sim: provider(level) }, models, run: `${run}, probe: false` })

let project: ReturnType<typeof made>
beforeAll(async () => {
  project = made(80, 0.95)
  const run = async (name: string, ...more: string[]) => {
    const { exitCode, notes } = await icl([
      'run',
      '--config',
      project.config,
      '--run',
      name,
      '--shots',
      '0,2',
      ...more,
    ])
    expect([exitCode, notes]).toEqual([0, expect.anything()])
  }
  const rewrite = (from: string, to: string, file = project.config) =>
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to))
  await run('before')
  rewrite('level: 0.95', 'level: 0.5')
  await run('after')
  await run('few', '--limit', '4')
  rewrite('Q: What', 'Question: what', project.path('tasks/addition.yaml'))
  // The target of one query.
  rewrite('"40"', '"41"', project.path('tasks/addition.yaml'))
  await run('reworded')
})
afterAll(() => project.remove())

const compare = (...args: string[]) => icl(['compare', ...args, '--config', project.config], { width: 200 })
const rowsOf = (name: string): Record<string, string>[] =>
  parse(readFileSync(project.path(`results/${name}/trials.csv`)), { columns: true })

describe('two runs', () => {
  test('a table, a CSV and exit code 4 where B is shown to be worse', async () => {
    const file = project.path('compare.csv')
    const { exitCode, out } = await compare('before', 'after', '--fail-if-worse', '0.02', '--out', file)
    expect(exitCode).toBe(4)
    expect(out).toContain('m: identity ')
    expect(out).toMatch(/B is better in 0 and worse in \d of 4 comparisons/)
    expect(out).toContain('worse by 0.02 or more with adjusted one-sided p < .05')
    const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true })
    expect(rows.map(({ model_a, model_b, shots, test: name }) => [model_a, model_b, shots, name])).toEqual(
      ['m', 'other'].flatMap((model) => ['0', '2'].map((shots) => [model, model, shots, 'mcnemar'])),
    )
    // Recomputed from both trials.csv, as their reader would.
    for (const row of rows) {
      const scoresOf = (run: string) =>
        new Map(
          rowsOf(run)
            .filter(({ model, shots }) => model === row.model_a && shots === row.shots)
            .map(({ item, score_exact_match }) => [item, Number(score_exact_match)]),
        )
      const [a, b] = [scoresOf('before'), scoresOf('after')]
      const differences = [...a].map(([item, score]) => (b.get(item) ?? Number.NaN) - score)
      const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length
      expect(Number(row.items)).toBe(80)
      expect(Number(row.difference)).toBeCloseTo(mean, 12)
      expect(Number(row.p)).toBeCloseTo(
        mcnemarExact(
          differences.filter((one) => one > 0).length,
          differences.filter((one) => one < 0).length,
        ),
        12,
      )
    }
  })

  test('better is not worse', async () => {
    const { exitCode, out } = await compare('after', 'before', '--fail-if-worse', '0.02')
    expect([exitCode, out]).toEqual([0, expect.stringContaining('no comparison is worse by 0.02 or more')])
  })

  test('a threshold that is not reached is no failure, however sure the difference', async () => {
    const { exitCode } = await compare('before', 'after', '--fail-if-worse', '0.99')
    expect(exitCode).toBe(0)
  })

  test('few items: exit 0, and it is said that they are too few; the others are dropped and counted', async () => {
    const { exitCode, out } = await compare('before', 'few', '--fail-if-worse', '0.02')
    expect(exitCode).toBe(0)
    expect(out).toContain('too little data to tell in 4 of 4')
    expect(out).toContain('no comparison is worse')
  })

  test('what differs is said, and changed items are left out', async () => {
    const { exitCode, out } = await compare('after', 'reworded', '--shots', '2', '--model', 'm')
    expect(exitCode).toBe(0)
    expect(out).toMatch(/addition: template.* differ/)
    expect(out).toContain('addition: 1 item has the same id and another text or target: left out')
    expect(out).toMatch(/m +2 +79 /)
  })
})

test('two models of one run', async () => {
  const { exitCode, out } = await compare('before', '--pair', 'm=other')
  expect([exitCode, out]).toEqual([0, expect.stringContaining('m → other')])
})

test.each([
  [['before'], 'a run is the same as itself; name two models of it: --pair modelA=modelB'],
  [['before', 'after', '--pair', 'm=x'], 'unknown model "x"; did you mean "m"?; allowed: m, other'],
  [['before', 'after', '--pair', 'm'], '--pair m; write --pair modelA=modelB'],
  [['before', 'after', '--task', 'addtion'], 'unknown task in both runs "addtion"; did you mean "addition"?'],
  [['before', 'after', '--metric', 'exact_mach'], 'unknown metric "exact_mach"; did you mean "exact_match"?'],
  [['before', 'after', '--out', 'results/reference/x.csv'], 'in which nothing is written'],
  [['before', 'after', '--out', 'trials.txt'], 'its name ends in .csv'],
  [['before', 'after', '--shots', '7'], 'no scored trials of the same task, shots and condition'],
  [['before', 'nothing'], 'is not a run folder'],
])('%j is bad input', async (args, message) => {
  const { exitCode, notes } = await compare(...args)
  expect([exitCode, notes]).toEqual([2, expect.stringContaining(message)])
})
