import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  InputError,
  type ItemScore,
  judgeItems,
  judgeScores,
  readCurves,
  readTrials,
  runSuite,
  type Score,
  type VerdictRow,
} from '../../src/index.ts'
import { icl } from '../commands/run-icl.ts'
import { STILL, sumsConfig, sumsProject } from './sums-project.ts'

let project: ReturnType<typeof sumsProject>
beforeAll(() => {
  project = sumsProject()
})
afterAll(() => project.remove())

const ladder: Score[] = [
  ['160m', 0.02],
  ['410m', 0.03],
  ['1.4b', 0.02],
  ['2.8b', 0.03],
  ['6.9b', 0.45],
  ['12b', 0.6],
].map(([size, score]) => ({
  ...{
    model: `pythia-${size}`,
    task: 'sums',
    metric: 'accuracy',
    shots: 2,
    score: Number(score),
    n: 500,
    chance: 0,
  },
}))

describe('judgeScores', () => {
  test('says what an import of the same scores says', async () => {
    const keys = ['model', 'task', 'metric', 'shots', 'score', 'n', 'chance'] as const
    const rows = ladder.map((score) => keys.map((key) => score[key]).join(','))
    const file = project.path('scores.csv')
    writeFileSync(file, `${keys.join(',')}\n${rows.join('\n')}\n`)
    await icl(['import', 'scores', file, '--out', `${project.folder}/imported`])
    const imported = await readCurves(`${project.folder}/imported`)
    const { points, verdicts } = await judgeScores(ladder, { source: 'imported' })
    const known = (value: unknown) => JSON.parse(JSON.stringify(value))
    expect(known(verdicts)).toEqual(known(imported.verdicts))
    expect(points).toHaveLength(6)
    expect(verdicts[0]).toMatchObject({ families: 'pythia', sizes: 6, verdict: 'undetermined' })
  })

  test('a companion is judged with', async () => {
    const companions = { accuracy: 'logprob' }
    const beside = ladder.map(
      (score, index): Score => ({
        ...score,
        ...{ metric: 'logprob', score: -2 + 0.3 * index, maximum: 0, n: undefined, se: 0.01 },
      }),
    )
    const { verdicts } = await judgeScores([...ladder, ...beside], { companions })
    const found = verdicts.find(({ metric }) => metric === 'accuracy')
    expect(found?.companion).toBe('logprob')
    expect(found?.verdict).not.toBe('emergent')
  })

  test('names every score that is out of range by its place', async () => {
    const bad = [ladder[0], { ...ladder[1], score: 45 }, { ...ladder[2], score: Number.NaN }] as Score[]
    const error = await judgeScores(bad).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(InputError)
    expect((error as InputError).problems.map(({ file }) => file)).toEqual(['scores[1]', 'scores[2]'])
    expect((error as Error).message).not.toContain('--')
  })

  test('nothing in, nothing out; percent by scale; no error, no verdict', async () => {
    expect(await judgeScores([])).toEqual({ points: [], verdicts: [] })
    const percent = ladder.map((score) => ({ ...score, score: score.score * 100, scale: 100 }))
    expect((await judgeScores(percent)).verdicts).toEqual((await judgeScores(ladder)).verdicts)
    const bare = await judgeScores(ladder.map((score) => ({ ...score, n: undefined })))
    expect(bare.verdicts.map(({ verdict }) => verdict)).toEqual(['not_identifiable'])
  })
})

describe('judgeItems', () => {
  async function itemsOfRun(): Promise<{ rows: ItemScore[]; verdicts: readonly VerdictRow[] }> {
    const { folder } = await runSuite({ config: sumsConfig, folder: project.folder, run: 'r', clock: STILL })
    const rows: ItemScore[] = []
    for await (const { model, family, parameters = 0, task, item, shots, scores } of readTrials(folder))
      rows.push({
        ...{ model, family, parameters, task, item, shots },
        scores: {
          exact_match: scores.score_exact_match ?? Number.NaN,
          digit_accuracy: scores.score_digit_accuracy ?? Number.NaN,
        },
      })
    return { rows, verdicts: (await readCurves(folder)).verdicts }
  }

  test('says of the items of a run what the run says', async () => {
    const { rows, verdicts } = await itemsOfRun()
    const judged = await judgeItems(rows, {
      ...{ primary: 'exact_match', companion: 'digit_accuracy', source: 'simulated' },
    })
    expect(judged.verdicts).toEqual(verdicts)
    expect(judged.points).toHaveLength(24)
    // As its reader would: the mean of the rows.
    const ofCell = rows.filter(({ model, shots }) => model === 'sim-8000m' && shots === 0)
    const mean = ofCell.reduce((sum, { scores }) => sum + (scores.exact_match ?? 0), 0) / ofCell.length
    const point = judged.points.find(
      ({ model, shots, metric }) => model === 'sim-8000m' && shots === 0 && metric === 'exact_match',
    )
    expect(point?.score).toBeCloseTo(mean, 12)
  })

  test('chance by task, and the order of rows changes nothing', async () => {
    const { rows } = await itemsOfRun()
    const options = { primary: 'exact_match', chance: { sums: 0.25 } }
    const forward = await judgeItems(rows, options)
    expect(forward.points[0]?.chance).toBe(0.25)
    const backward = await judgeItems(rows.toReversed(), options)
    expect(backward.verdicts).toEqual(forward.verdicts)
  })

  const row: ItemScore = {
    ...{ model: 'a', family: 'A', parameters: 1e6, task: 't', item: '1' },
    scores: { exact_match: 1, logprob: -0.5 },
  }
  const faults: [string, ItemScore[], Parameters<typeof judgeItems>[1], RegExp][] = [
    [
      'a size that is none',
      [{ ...row, parameters: 0 }],
      { primary: 'exact_match' },
      /^rows\[0\]: parameters/,
    ],
    [
      'a score above 1',
      [row, { ...row, scores: { exact_match: 100 } }],
      { primary: 'exact_match' },
      /^rows\[1\]: scores\.exact_match: found 100/,
    ],
    [
      'a log-likelihood as a fraction',
      [row],
      { primary: 'exact_match', companion: 'logprob' },
      /from 0 to 1/,
    ],
    ['a metric that no item has', [row], { primary: 'accuracy' }, /^no item has a score "accuracy"/],
    ['a chance of 1', [row], { primary: 'exact_match', chance: 1 }, /^chance of t/],
  ]
  test.each(faults)('%s', async (_name, rows, options, message) => {
    const error = await judgeItems(rows, options).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(InputError)
    expect((error as Error).message).toMatch(message)
  })

  test('nothing in, nothing out; one item; log-likelihoods with their unit', async () => {
    expect((await judgeItems([], { primary: 'exact_match' })).points).toEqual([])
    const judged = await judgeItems([row], {
      ...{ primary: 'exact_match', companion: 'logprob', companionUnit: 'nats_per_byte' },
    })
    expect(judged.points.map(({ metric, maximum }) => [metric, maximum])).toEqual([
      ['exact_match', 1],
      ['logprob', 0],
    ])
    expect(judged.verdicts.map(({ verdict }) => verdict)).toEqual(['not_identifiable'])
  })
})
