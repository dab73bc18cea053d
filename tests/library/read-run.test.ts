import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Config,
  compareRuns,
  InputError,
  type Result,
  readCurves,
  readTrials,
  runSuite,
} from '../../src/index.ts'
import { curveText } from '../../src/results/curve-file.ts'
import { writeVerdicts } from '../../src/results/verdict-file.ts'
import { icl, PROJECT } from '../commands/run-icl.ts'
import { STILL, sumsConfig, sumsProject } from './sums-project.ts'

let project: ReturnType<typeof sumsProject>
let folder = ''
const trials: Result[] = []
const worse: Config = {
  ...sumsConfig,
  providers: { sim: { type: 'simulated', truth: { kind: 'flat', level: 0.05 } } },
}
beforeAll(async () => {
  project = sumsProject()
  const run = (config: Config, name: string, onTrial?: (trial: Result) => void) =>
    runSuite({ config, folder: project.folder, run: name, clock: STILL, onTrial })
  folder = (await run(sumsConfig, 'first', (trial) => trials.push(trial))).folder
  await run(worse, 'worse')
})
afterAll(() => project.remove())

const all = async (of: string): Promise<Result[]> => Array.fromAsync(readTrials(of))

describe('readTrials', () => {
  test('gives what onTrial was told, in the order of the file', async () => {
    const read = await all(folder)
    const known = (trial: Result) => JSON.parse(JSON.stringify(trial))
    expect(read.map(known)).toEqual(trials.map(known))
  })

  test('leaves out trials that are no longer of the plan', async () => {
    const one: Config = { ...sumsConfig, models: sumsConfig.models.slice(0, 1) }
    const options = { folder: project.folder, run: 'shrunk', clock: STILL }
    await runSuite({ config: sumsConfig, ...options })
    const { folder: shrunk } = await runSuite({ config: one, ...options })
    expect(await all(shrunk)).toHaveLength(64)
  })

  test('stops reading when its reader does', async () => {
    let seen = 0
    for await (const _ of readTrials(folder)) if (++seen === 3) break
    expect(seen).toBe(3)
  })

  test('a folder that is no run, or has no trials, is one InputError', async () => {
    await expect(all(project.path('nowhere'))).rejects.toThrow(/nowhere: is not a run folder/)
    await expect(all(project.folder)).rejects.toThrow(InputError)
    const { folder: empty } = await runSuite({
      ...{ config: sumsConfig, folder: project.folder, run: 'empty', models: ['sim-50m'] },
    })
    rmSync(`${empty}/trials.csv`)
    await expect(all(empty)).rejects.toThrow(/has no trials.csv yet/)
    await expect(readCurves(empty)).rejects.toThrow(/has no trials.csv yet/)
    await expect(compareRuns(folder, empty)).rejects.toThrow(/has no trials.csv yet/)
  })
})

describe('readCurves', () => {
  test('gives the points of curve.csv and the verdicts of verdicts.csv, to the byte', async () => {
    const { points, verdicts, finding } = await readCurves(folder)
    expect(curveText(points)).toBe(readFileSync(`${folder}/curve.csv`, 'utf8'))
    await writeVerdicts(project.path('again.csv'), verdicts)
    expect(project.read('again.csv')).toBe(readFileSync(`${folder}/verdicts.csv`, 'utf8'))
    expect([points.length, verdicts.length, finding]).toEqual([24, 2, undefined])
  })

  test('says in a sentence why no curve can carry a verdict', async () => {
    const config: Config = { ...sumsConfig, models: sumsConfig.models.slice(0, 2) }
    const { folder: two } = await runSuite({ config, folder: project.folder, run: 'two' })
    expect((await readCurves(two)).finding).toContain('has 2 sizes')
  })

  test('writes nothing, and reads committed runs and imports', async () => {
    const before = readFileSync(`${PROJECT}/results/published/gpt3/verdicts.csv`, 'utf8')
    const { points, verdicts } = await readCurves(`${PROJECT}/results/published/gpt3`)
    expect(points.length).toBeGreaterThan(100)
    await writeVerdicts(project.path('gpt3.csv'), verdicts)
    expect(project.read('gpt3.csv')).toBe(before)
    await expect(readCurves(`${PROJECT}/results/published/gpt3`, { join: ['family'] })).rejects.toThrow(
      InputError,
    )
  })

  test('joins what differs within a line', async () => {
    const config: Config = {
      ...sumsConfig,
      models: sumsConfig.models.map((model, index) => ({ ...model, family: index < 3 ? 'A' : 'B' })),
    }
    const { folder: mixed } = await runSuite({ config, folder: project.folder, run: 'mixed' })
    const sizes = async (join?: readonly ['family']) =>
      (await readCurves(mixed, { join })).verdicts.map((one) => one.sizes)
    expect(await sizes()).toEqual([3, 3, 3, 3])
    expect(await sizes(['family'])).toEqual([6, 6])
  })
})

describe('compareRuns', () => {
  test('gives the numbers of icl compare', async () => {
    const out = project.path('compare.csv')
    await icl(['compare', folder, project.path('results/worse'), '--out', out])
    const [header = '', ...lines] = readFileSync(out, 'utf8').trim().split('\n')
    const rows = lines.map((line) => {
      const cells = line.split(',')
      return Object.fromEntries(header.split(',').map((name, index) => [name, cells[index]]))
    })
    const comparisons = await compareRuns(folder, project.path('results/worse'))
    expect(comparisons).toHaveLength(rows.length)
    for (const [index, one] of comparisons.entries()) {
      const row = rows[index]
      expect([one.task, one.modelA, one.modelB, one.shots]).toEqual([
        ...[row?.task, row?.model_a, row?.model_b],
        Number(row?.shots),
      ])
      if (one.state !== 'estimated') throw new Error('32 items are enough')
      expect([one.items, one.difference, one.ciLow, one.p, one.pWorseAdjusted]).toEqual(
        [row?.items, row?.difference, row?.ci_low, row?.p, row?.p_worse_adjusted].map(Number),
      )
    }
    const large = comparisons.find((one) => one.modelA === 'sim-8000m' && one.shots === 2)
    expect(large).toMatchObject({ state: 'estimated', test: 'mcnemar' })
    expect(large?.state === 'estimated' && large.difference < -0.5 && large.pWorseAdjusted < 0.01).toBe(true)
  })

  test('two models of one run, and names that are not there', async () => {
    const pairs = [{ a: 'sim-50m', b: 'sim-8000m' }]
    const [one, ...others] = await compareRuns(folder, folder, { pairs, shots: [0] })
    expect([one?.modelA, one?.modelB, others.length]).toEqual(['sim-50m', 'sim-8000m', 0])
    expect(one?.state === 'estimated' && one.difference > 0.5).toBe(true)
    await expect(compareRuns(folder, folder)).rejects.toThrow(/the same as itself/)
    await expect(compareRuns(folder, folder, { pairs: [{ a: 'sim-50m', b: 'sim-8' }] })).rejects.toThrow(
      /unknown model "sim-8"/,
    )
    await expect(compareRuns(folder, project.path('results/worse'), { metrics: ['bleu'] })).rejects.toThrow(
      /unknown metric "bleu"/,
    )
  })

  test('one item in common says so, without a number', async () => {
    const run = (name: string) =>
      runSuite({ config: sumsConfig, folder: project.folder, run: name, limit: 1, models: ['sim-50m'] })
    const [a, b] = [await run('one-a'), await run('one-b')]
    expect(await compareRuns(a.folder, b.folder, { shots: [0] })).toEqual([
      expect.objectContaining({ state: 'not_identifiable', reason: 'too_few_items' }),
    ])
  })
})

test('a torn last row is passed over', async () => {
  const { folder: torn } = await runSuite({
    ...{ config: sumsConfig, folder: project.folder, run: 'torn', models: ['sim-50m'], clock: STILL },
  })
  const text = readFileSync(`${torn}/trials.csv`, 'utf8')
  writeFileSync(`${torn}/trials.csv`, text.slice(0, -20))
  expect(await all(torn)).toHaveLength(63)
})
