import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { icl, temporaryProject } from './run-icl.ts'

type Row = Record<string, string>

let project: ReturnType<typeof temporaryProject>
beforeEach(() => {
  project = temporaryProject()
})
afterEach(() => project.remove())

const SIZES = [1e7, 1e8, 1e9, 1e10, 1e11]
/** A table of one task by size: `score,n` for each size. */
const table = (scores: readonly (readonly [number, number | ''])[], more = '') =>
  `model,family,parameters,task,metric,shots,score,n${more}\n${scores.map(([score, n], at) => `m${at},F,${SIZES[at]},t,acc,2,${score},${n}`).join('\n')}\n`

async function importOf(text: string, args: readonly string[] = [], file = 'scores.csv') {
  writeFileSync(project.path(file), text)
  const out = project.path('made/it')
  const outcome = await icl(['import', 'scores', project.path(file), ...args, '--out', out])
  const rows = (name: string): Row[] =>
    existsSync(`${out}/${name}`) ? parse(readFileSync(`${out}/${name}`), { columns: true }) : []
  return { ...outcome, folder: out, curve: rows('curve.csv'), verdicts: rows('verdicts.csv') }
}

describe('tidy tables', () => {
  test('a jump from the floor is apparent emergence whose cause one metric cannot tell', async () => {
    const { exitCode, out, curve, verdicts } = await importOf(
      table([
        [0.01, 500],
        [0.02, 500],
        [0.02, 500],
        [0.4, 500],
        [0.9, 500],
      ]),
      ['--set', 'chance=0'],
    )
    expect(exitCode).toBe(0)
    expect(curve[0]).toMatchObject({
      source: 'it',
      model: 'm0',
      parameters: '10000000',
      items: '500',
      ci_method: 'wilson',
    })
    // What an import cannot know is unknown, not a value.
    expect(curve[0]).toMatchObject({
      provider: '',
      rendering: '',
      control: '',
      draws: '',
      failed: '',
      latency_ms: '',
    })
    expect(verdicts).toHaveLength(1)
    expect(verdicts[0]).toMatchObject({
      verdict: 'undetermined',
      gap_low: '1000000000',
      gap_high: '10000000000',
    })
    expect(verdicts[0]?.sentence).toMatch(/emergence is apparent.*cause is not resolved.*only this metric/)
    expect(verdicts[0]?.needed).toContain('a continuous metric of the same responses')
    expect(out).toContain('Of 1 curves over model size: 1 undetermined')
  })

  test.each([
    ['grows', [0.3, 0.4, 0.5, 0.6, 0.7], 'smooth'],
    ['stays at chance', [0.01, 0.02, 0.01, 0.02, 0.01], 'flat'],
    ['rises by half a point', [0, 0.001, 0.002, 0.003, 0.005], 'flat'],
  ])('a curve that %s', async (_, scores, verdict) => {
    const { verdicts } = await importOf(table(scores.map((score) => [score, 10_000])), ['--set', 'chance=0'])
    expect(verdicts[0]?.verdict).toBe(verdict)
  })

  test('without n and se there is a curve, no interval and no verdict', async () => {
    const { curve, verdicts, exitCode } = await importOf(
      table([0.1, 0.2, 0.3, 0.4, 0.5].map((score) => [score, ''])),
      ['--set', 'chance=0'],
    )
    expect(exitCode).toBe(0)
    expect(curve.map(({ score, ci_low, ci_method, items }) => [score, ci_low, ci_method, items])).toEqual(
      ['0.1', '0.2', '0.3', '0.4', '0.5'].map((score) => [score, '', '', '']),
    )
    expect(verdicts[0]).toMatchObject({ verdict: 'not_identifiable' })
    expect(verdicts[0]?.sentence).toContain(
      'neither the number of items nor a standard error is known (all models)',
    )
  })

  test('one model without n is named', async () => {
    const { verdicts } = await importOf(
      table([
        [0.1, 100],
        [0.2, ''],
        [0.3, 100],
        [0.4, 100],
        [0.5, 100],
      ]),
      ['--set', 'chance=0'],
    )
    expect(verdicts[0]?.sentence).toContain('(m1)')
  })

  test('a standard error gives a normal interval', async () => {
    const text = 'model,parameters,task,metric,shots,score,err\nm,1B,t,f1,0,50,2\n'
    const { curve } = await importOf(text, ['--map', 'se=err', '--set', 'scale=100'])
    expect(curve[0]).toMatchObject({
      score: '0.5',
      se: '0.02',
      ci_method: 'normal',
      parameters: '1000000000',
    })
    expect(Number(curve[0]?.ci_low)).toBeCloseTo(0.5 - 1.96 * 0.02, 4)
  })

  test('percent is what is said to be, never guessed', async () => {
    const percent = table([[37, 100]])
    const bad = await importOf(percent)
    expect([bad.exitCode, bad.curve]).toEqual([2, []])
    expect(bad.notes).toMatch(/scores\.csv:2: score 37 is above the maximum.*--set scale=100/)
    const good = await importOf(percent, ['--set', 'scale=100', '--set', 'chance=25'])
    expect(good.curve[0]).toMatchObject({ score: '0.37', chance: '0.25', maximum: '1' })
  })

  test('mixed scales are told by task', async () => {
    writeFileSync(project.path('tasks.csv'), 'task,scale,chance\na,100,0\nb,1,0.5\n')
    const { curve } = await importOf('model,task,metric,shots,score\nm-1b,a,acc,0,40\nm-1b,b,acc,0,0.6\n', [
      '--tasks',
      project.path('tasks.csv'),
    ])
    expect(curve.map(({ task, score, chance }) => [task, score, chance])).toEqual([
      ['a', '0.4', '0'],
      ['b', '0.6', '0.5'],
    ])
    expect(curve[0]).toMatchObject({ family: 'm', parameters: '1000000000' })
  })

  test('several checkpoints of one size are named, or the last one is kept', async () => {
    const rows = SIZES.flatMap((size, at) =>
      [1, 2].map((step) => `m${at},${size},t,acc,0,0.${at + step},900,${step}`),
    )
    const text = `model,parameters,task,metric,shots,score,n,step\n${rows.join('\n')}\n`
    const twice = await importOf(text)
    expect([twice.exitCode, twice.notes]).toEqual([
      2,
      expect.stringMatching(
        /scores\.csv:3: m0 has 2 scores of acc on t at 0 shots, the first in line 2; .*--last/,
      ),
    ])
    const last = await importOf(text, ['--last', 'step', '--set', 'chance=0', '--set', 'family=F'])
    expect(last.curve.map(({ score }) => score)).toEqual(['0.2', '0.3', '0.4', '0.5', '0.6'])
    expect(last.notes).toContain('5 rows are not the last')
    expect(last.verdicts[0]?.verdict).toBe('smooth')
  })

  test('checkpoints that are kept make several models of one size, which are named', async () => {
    const rows = SIZES.flatMap((size, at) =>
      [1, 2].map((step) => `m${at},${size},t,acc,0,0.${at + step},900,${step}`),
    )
    const text = `model,parameters,task,metric,shots,score,n,step\n${rows.join('\n')}\n`
    const { curve, verdicts } = await importOf(text, [
      '--map',
      'checkpoint=step',
      '--set',
      'chance=0',
      '--set',
      'family=F',
    ])
    expect(curve.slice(0, 2).map(({ model }) => model)).toEqual(['m0@1', 'm0@2'])
    expect(verdicts[0]?.sentence).toMatch(/several models of one size \(m0@1, m0@2, m1@1 and 7 others\)/)
  })

  test('one size carries no verdict', async () => {
    const { verdicts, exitCode } = await importOf(table([[0.3, 100]]), ['--set', 'chance=0'])
    expect([exitCode, verdicts[0]?.sentence]).toEqual([
      0,
      expect.stringContaining('1 size where 5 are needed'),
    ])
  })
})

describe('a companion', () => {
  const both = (companion: readonly number[], se: number | '', metric = 'edit') => {
    const rows = SIZES.flatMap((size, at) => [
      `m${at},F,${size},t,acc,2,${[0, 0.01, 0.01, 0.7, 0.8][at]},500,`,
      `m${at},F,${size},t,${metric},2,${companion[at]},,${se}`,
    ])
    return `model,family,parameters,task,metric,shots,score,n,se\n${rows.join('\n')}\n`
  }
  const chance = ['--set', 'chance=0']

  test('tells a jump from an artefact, and is remembered', async () => {
    const named = [...chance, '--companion', 'acc=edit']
    const { verdicts, folder } = await importOf(both([0.2, 0.2, 0.21, 0.85, 0.86], 0.002), named)
    expect(verdicts.find(({ metric }) => metric === 'acc')).toMatchObject({
      verdict: 'emergent',
      companion: 'edit',
      gap_low: '1000000000',
      gap_high: '10000000000',
      sentence: expect.stringMatching(
        /^Emergent at k=2: acc is at the floor up to 1B.* both it and edit jump/,
      ),
    })
    writeFileSync(`${folder}/verdicts.csv`, '')
    const { out } = await icl(['curves', folder])
    expect(out).toContain('1 emergent')
    expect(readFileSync(`${folder}/verdicts.csv`, 'utf8')).toContain('emergent')
    expect((await icl(['curves', folder, '--details', 't'])).out.replace(/\s+/g, ' ')).toContain(
      'Emergent at k=2',
    )
  })

  test('that rises all along makes an artefact', async () => {
    const { verdicts } = await importOf(both([0.2, 0.35, 0.5, 0.65, 0.8], 0.002), [
      ...chance,
      ...['--companion', 'acc=edit'],
    ])
    expect(verdicts[0]).toMatchObject({ verdict: 'metric_artefact', companion: 'edit' })
  })

  test('in bits per byte is one in nats per byte', async () => {
    const { curve, verdicts } = await importOf(both([1.4, 1.39, 1.38, 0.2, 0.19], 0.002, 'bits_per_byte'), [
      ...chance,
      ...['--companion', 'acc=bits_per_byte'],
    ])
    expect(curve.find(({ metric }) => metric === 'log_likelihood_per_byte')).toMatchObject({ maximum: '0' })
    expect(verdicts[0]).toMatchObject({ verdict: 'emergent', companion: 'log_likelihood_per_byte' })
  })

  test('without errors cannot tell, and the sentence says why', async () => {
    const { verdicts } = await importOf(both([0.2, 0.2, 0.21, 0.85, 0.86], ''), [
      ...chance,
      ...['--companion', 'acc=edit'],
    ])
    expect(verdicts[0]?.verdict).toBe('undetermined')
    expect(verdicts[0]?.sentence).toMatch(
      /of its companion, edit, neither a standard error nor a number of items that would tell it is known \(m0, m1, m2 and 2 others\)/,
    )
  })

  test('that one model lacks', async () => {
    const text = both([0.2, 0.2, 0.21, 0.85, 0.86], 0.002).replace(
      'm4,F,100000000000,t,edit,2,0.86,,0.002\n',
      '',
    )
    const { verdicts } = await importOf(text, [...chance, '--companion', 'acc=edit'])
    expect(verdicts[0]?.sentence).toContain('its companion, edit, is not known for m4')
  })

  test.each([
    ['acc=edt', /unknown metric of --companion "edt"; did you mean "edit"/],
    ['edit=acc', /--companion: edit counts as continuous, and what has a companion is discontinuous/],
    ['acc=acc', /--companion: acc counts as discontinuous, and a companion is continuous/],
    ['acc', /--companion acc: found no NAME=VALUE/],
  ])('%s is none', async (pair, said) => {
    const { exitCode, notes } = await importOf(both([0.2, 0.2, 0.2, 0.8, 0.8], 0.01), [
      ...chance,
      ...['--companion', pair],
    ])
    expect([exitCode, notes]).toEqual([2, expect.stringMatching(said)])
  })
})

describe('bad input', () => {
  test.each([
    ['a column that is not there', ['--map', 'n=n_itms'], /--map n=n_itms: there is no column "n_itms"/],
    ['a key that is none', ['--map', 'scores=score'], /unknown key of --map "scores"; did you mean "score"/],
    ['no value', ['--set', 'chance'], /--set chance: found no NAME=VALUE/],
    [
      'a chance above the maximum',
      ['--set', 'chance=25'],
      /scores\.csv:2: chance 25 is not below the maximum/,
    ],
    ['a value that no row has', ['--where', 'task=u'], /no row has "u" as its "task"/],
    ['a chart of no task', ['--charts', 'u'], /unknown task of --charts "u"/],
    ['no column to choose by', ['--last', 'step'], /there is no column "step"/],
  ])('%s', async (_, args, said) => {
    const { exitCode, notes, folder } = await importOf(table([[0.3, 100]]), args)
    expect([exitCode, notes, existsSync(folder)]).toEqual([2, expect.stringMatching(said), false])
  })

  test('every bad row is told with its line', async () => {
    const { notes } = await importOf(
      'model,parameters,task,metric,shots,score\nm,1B,t,acc,,0.1\nn,big,t,acc,0,0.1\no,1B,t,acc,0,high\n',
    )
    expect(notes).toMatch(/:2: found no shots[\s\S]*:3: found parameters "big"[\s\S]*:4: found score "high"/)
  })

  test('JSON that is no result file', async () => {
    const { exitCode, notes } = await importOf('{"a": 1}', [], 'x.json')
    expect([exitCode, notes]).toEqual([2, expect.stringContaining('found JSON that is no result file')])
  })
})

test('an import is never overwritten, and icl curves redraws all but curve.csv', async () => {
  const text = table([0.3, 0.4, 0.5, 0.6, 0.7].map((score) => [score, 900]))
  const { folder } = await importOf(text, ['--set', 'chance=0'])
  const again = await importOf(text)
  expect([again.exitCode, again.notes]).toEqual([2, expect.stringContaining('never overwritten')])
  const before = readFileSync(`${folder}/curve.csv`)
  writeFileSync(`${folder}/verdicts.csv`, '')
  writeFileSync(`${folder}/curve.csv`, `${before}`.replaceAll('0.7', '0.75'))
  const edited = readFileSync(`${folder}/curve.csv`, 'utf8')
  const { exitCode, out } = await icl(['curves', folder])
  expect([exitCode, out]).toEqual([0, expect.stringContaining('Smooth at k=2')])
  expect(readFileSync(`${folder}/curve.csv`, 'utf8')).toBe(edited)
  expect(readFileSync(`${folder}/verdicts.csv`, 'utf8')).toContain('smooth')
  expect(readdirSync(`${folder}/charts`)).toEqual(['t-acc-by-parameters-it.svg'])
})

test('a name goes into the results folder of the config', async () => {
  writeFileSync(
    project.config,
    'version: 1\nresults: kept\ntasks: [t.yaml]\nproviders: {s: {type: simulated}}\nmodels: [{name: m, provider: s, family: F, parameters: 1B}]\n',
  )
  writeFileSync(project.path('s.csv'), table([[0.3, 100]]))
  const args = ['import', 'scores', project.path('s.csv'), '--out', 'mine', '--config', project.config]
  const { exitCode } = await icl(args)
  expect([exitCode, existsSync(project.path('kept/mine/curve.csv'))]).toEqual([0, true])
  expect((await icl(['curves', 'mine', '--config', project.config])).exitCode).toBe(0)
})
