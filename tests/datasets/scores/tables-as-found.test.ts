import { describe, expect, test } from 'vitest'
import { type CollectOptions, collectScores } from '../../../src/datasets/scores/collect-scores.ts'
import { readScores } from '../../../src/datasets/scores/read-scores.ts'
import { scoreTables } from '../../../src/datasets/scores/score-tables.ts'

const collect = (text: string, more: Partial<CollectOptions> = {}, file = 's.csv') =>
  collectScores([readScores(text, file)], {
    ...{ map: {}, set: {}, where: {}, tables: scoreTables(undefined, undefined) },
    ...more,
  })

const tasksTable = (text: string) => scoreTables(undefined, { text, file: 'tasks.csv' })

const HEADER = 'model,parameters,task,metric,shots,score,n'
const ROW = ['m', '1B', 't', 'acc', '5', '0.3', '200']
const FOUND = expect.objectContaining({ model: 'm', parameters: 1e9, score: 0.3, shots: 5, items: 200 })

describe('one score, however it is written', () => {
  test.each<[name: string, text: string, file?: string]>([
    ['plainly', `${HEADER}\n${ROW.join(',')}\n`],
    ['with CRLF', `${HEADER}\r\n${ROW.join(',')}\r\n`],
    ['with CR alone', `${HEADER}\r${ROW.join(',')}\r`],
    ['without a last line end', `${HEADER}\n${ROW.join(',')}`],
    ['between semicolons', `${HEADER.replaceAll(',', ';')}\n${ROW.join(';')}\n`],
    ['between tabs', `${HEADER.replaceAll(',', '\t')}\n${ROW.join('\t')}\n`, 's.txt'],
    ['all quoted', `"${HEADER.replaceAll(',', '","')}"\n"${ROW.join('","')}"\n`],
    ['with blanks about cells', `${HEADER.replaceAll(',', ' , ')}\n${ROW.join(' , ')}\n`],
    ['columns in another case', `${HEADER.toUpperCase()}\n${ROW.join(',')}\n`],
    ['after row numbers without a name', `,${HEADER}\n0,${ROW.join(',')}\n`],
    ['with empty rows of a spreadsheet', `${HEADER}\n${ROW.join(',')}\n,,,,,,\n\n`],
    ['with grouped digits', `${HEADER}\nm,"1,000,000,000",t,acc,5,0.3,200\n`],
    ['with a size in millions', `${HEADER}\nm,1000m,t,acc,5,0.3,200\n`],
    ['with a size in exponents', `${HEADER}\nm,1e9,t,acc,5,.3,200.0\n`],
    ['shots as a word', `${HEADER}\nm,1B,t,acc,5-shot,3e-1,200\n`],
  ])('%s', (_, text, file) => {
    expect(collect(text, {}, file).scores).toEqual([FOUND])
  })

  test('several columns of the right name but for case are none', () => {
    expect(() => collect('Model,MODEL,task,metric,shots,score\na,b,t,acc,0,0.1\n')).toThrow(
      /there is no column for model; allowed: Model, MODEL, task/,
    )
  })
})

describe('what is not known', () => {
  test.each(['', 'NaN', 'nan', 'N/A', 'NA', 'None', 'null', '-'])('a score of "%s" is none', (cell) => {
    const { scores, withoutScore } = collect(`${HEADER}\nm,1B,t,acc,5,0.3,200\nn,2B,t,acc,5,${cell},200\n`)
    expect([scores, withoutScore]).toEqual([[FOUND], [{ file: 's.csv', line: 3 }]])
  })

  test('an n or a size of N/A is unknown', () => {
    const [score] = collect(`${HEADER}\nm,N/A,t,acc,5,0.3,NaN\n`).scores
    expect([score?.parameters, score?.items]).toEqual([undefined, undefined])
  })

  test('NaN in JSON', () => {
    const text =
      '{"results": {"a": {"acc": NaN}, "NaN": {"acc": 0.5, "acc_stderr": NaN}}, "config": {"num_fewshot": 0}, "model_name": "x/m-1b"}'
    expect(collect(text, {}, 'r.json').scores).toEqual([
      expect.objectContaining({ task: 'NaN', score: 0.5, se: undefined }),
    ])
  })
})

describe('one clear error', () => {
  test.each<[name: string, text: string, said: RegExp]>([
    [
      'no column of a needed key',
      'name,value\nm,0.1\n',
      /no column for model; allowed: name, value; name it with --map model=COLUMN/,
    ],
    ['no score at all', `${HEADER}\nm,1B,t,acc,5,nan,200\n`, /s\.csv:2: none of 1 rows has a score/],
    [
      'a percent sign',
      `${HEADER}\nm,1B,t,acc,5,37%,200\n`,
      /found score "37%", expected a number; percent is told by --set scale=100/,
    ],
    [
      'a decimal comma',
      `${HEADER.replaceAll(',', ';')}\nm;1B;t;acc;5;0,3;200\n`,
      /found score "0,3", expected a number with a decimal point/,
    ],
    [
      'a score below 0',
      `${HEADER}\nm,1B,t,acc,5,-0.3,200\n`,
      /score -0\.3 is below 0; log-likelihoods per byte have --set maximum=0/,
    ],
    ['an error below 0', 'model,task,metric,shots,score,se\nm,t,f1,0,0.1,-1\n', /se -1 is below 0/],
    ['a size of 0', `${HEADER}\nm,0,t,acc,5,0.3,200\n`, /found parameters "0", expected a count above 0/],
    ['shots in words', `${HEADER}\nm,1B,t,acc,few,0.3,200\n`, /found shots "few", expected a whole number/],
    [
      'the same score twice',
      `${HEADER}\n${ROW.join(',')}\n${ROW.join(',')}\n`,
      /s\.csv:3: m has 2 scores of acc on t at 5 shots, the first in line 2/,
    ],
    [
      'two scores of guessing on one curve',
      'model,family,task,metric,shots,score,chance\nm,F,t,acc,0,0.3,0.25\nn,F,t,acc,0,0.3,0.2\n',
      /s\.csv:3: acc on t at 0 shots has the chance 0\.2 here and 0\.25 in line 2: one curve has one/,
    ],
    ['a cell too many', `${HEADER}\n${ROW.join(',')},x\n`, /found 8 cells, expected 7/],
    [
      'only less-is-better metrics',
      'model,task,metric,shots,score\nm,t,wer,0,0.3\n',
      /of wer less is better: it is no score/,
    ],
    ['nothing', '', /found no header row/],
    ['a header alone', `${HEADER}\n`, /found no scores/],
  ])('%s', (_, text, said) => {
    expect(() => collect(text)).toThrow(said)
  })
})

describe('losses', () => {
  const LOSSES = 'model,task,metric,shots,score,se\nm,t,bits_per_byte,0,0.5,0.01\n'

  test('bits per byte become a log-likelihood in nats per byte', () => {
    const [score] = collect(LOSSES, { set: { chance: '0' } }).scores
    expect(score).toMatchObject({ metric: 'log_likelihood_per_byte', metricKind: 'continuous', maximum: 0 })
    expect(score?.chance).toBeUndefined()
    expect(score?.score).toBeCloseTo(-0.5 * Math.LN2, 12)
    expect(score?.se).toBeCloseTo(0.01 * Math.LN2, 12)
  })

  test('another loss does where its unit is told of its metric', () => {
    const tables = tasksTable('metric,loss_unit\nnll,nats_per_byte\n')
    const text = 'model,task,metric,shots,score\nm,t,nll,0,0.5\nm,t,acc,0,0.4\n'
    expect(collect(text, { tables }).scores.map(({ metric, score }) => [metric, score])).toEqual([
      ['log_likelihood_per_byte', -0.5],
      ['acc', 0.4],
    ])
    expect(collect(text).lessIsBetter).toEqual(['nll'])
  })

  test('a loss below 0 is none', () => {
    expect(() => collect(LOSSES.replace('0.5', '-0.5'))).toThrow(/s\.csv:2: loss -0\.5 is below 0/)
  })

  test('log-likelihoods stay as they are, whatever they are called', () => {
    const text = 'model,task,metric,shots,score\nm,t,nll,0,-0.5\n'
    expect(collect(text, { set: { maximum: '0' } }).scores).toEqual([
      expect.objectContaining({ metric: 'nll', score: -0.5, maximum: 0 }),
    ])
  })
})

describe('tables of tasks', () => {
  test('a row of a metric alone counts after the task and before nothing', () => {
    const tables = tasksTable('task,metric,scale,chance\n,bleu,100,\nt,,10,0.1\nu,bleu,1000,\n')
    const row = (task: string, metric: string) => `m,${task},${metric},0,5`
    const text = `model,task,metric,shots,score\n${row('t', 'bleu')}\n${row('u', 'bleu')}\n${row('v', 'bleu')}\n`
    expect(collect(text, { tables }).scores.map(({ score }) => score)).toEqual([0.5, 0.005, 0.05])
  })

  test('a row of neither', () => {
    expect(() => tasksTable('task,metric,scale\n,,100\n')).toThrow(/tasks\.csv:2: found no task/)
  })
})

describe('result files', () => {
  const GROUP = {
    results: {
      mmlu: { alias: 'mmlu', 'acc,none': 0.3, 'acc_stderr,none': 0.01 },
      mmlu_a: { alias: ' - a', ' ': ' ', 'acc,none': 0.3, 'acc_stderr,none': 'N/A' },
      mmlu_b: { 'acc,none': 0.3 },
    },
    groups: { mmlu: { 'acc,none': 0.3 } },
    group_subtasks: { mmlu: ['mmlu_a', 'mmlu_b'] },
    'n-shot': { mmlu_a: 5, mmlu_b: 5 },
    'n-samples': { mmlu_a: { original: 100, effective: 100 } },
    model_name: 'x/pythia-70m',
    config: {},
  }

  test('a group has the shots of its tasks, and no items', () => {
    const { scores } = collect(JSON.stringify(GROUP), {}, 'r.json')
    expect(scores.map(({ task, shots, items, se }) => [task, shots, items, se])).toEqual([
      ['mmlu', 5, undefined, 0.01],
      ['mmlu_a', 5, 100, undefined],
      ['mmlu_b', 5, undefined, undefined],
    ])
  })

  test('a group of tasks with several numbers of shots says none', () => {
    const mixed = { ...GROUP, 'n-shot': { mmlu_a: 5, mmlu_b: 0 } }
    expect(() => collect(JSON.stringify(mixed), {}, 'r.json')).toThrow(
      /r\.json, results\.mmlu\.acc,none: found no shots/,
    )
  })

  const BIG_BENCH = {
    model: { model_name: 'BIG-G 2m', model_family: 'BIG-G', total_params: 2e6 },
    task: { task_name: 't' },
    scores: [0, 1].map((shots) => ({
      score_dict: { exact_str_match: 0.1, bleu: 3, rouge: 4 },
      preferred_score: 'exact_str_match',
      number_of_shots: shots,
      low_score: 0,
      high_score: 1,
      subtask_description: 't',
    })),
  }

  test('of BIG-bench a companion is taken beside the preferred metric, with a scale of its own', () => {
    const { scores, notPreferred } = collect(
      JSON.stringify(BIG_BENCH),
      { companions: ['bleu'], tables: tasksTable('metric,scale\nbleu,100\n') },
      'b.json',
    )
    expect(scores.map(({ metric, shots, score, chance }) => [metric, shots, score, chance])).toEqual([
      ['exact_str_match', 0, 0.1, 0],
      ['bleu', 0, 0.03, undefined],
      ['exact_str_match', 1, 0.1, 0],
      ['bleu', 1, 0.03, undefined],
    ])
    expect(notPreferred).toEqual(['rouge'])
  })
})
