import { describe, expect, test } from 'vitest'
import { collectScores } from '../../../src/datasets/scores/collect-scores.ts'
import { readScores } from '../../../src/datasets/scores/read-scores.ts'
import { scoreTables } from '../../../src/datasets/scores/score-tables.ts'

const collect = (values: readonly unknown[], more: Partial<Parameters<typeof collectScores>[1]> = {}) =>
  collectScores(
    values.map((value, at) => readScores(JSON.stringify(value), `r${at}.json`)),
    { map: {}, set: {}, where: {}, tables: scoreTables(undefined, undefined), ...more },
  )

/** The shape of version 0.4. */
const NEW = (name: string, acc: number) => ({
  results: {
    piqa: { alias: 'piqa', sample_len: 200, 'acc,none': acc, 'acc_stderr,none': 0.03 },
    gsm8k: {
      alias: 'gsm8k',
      'exact_match,strict-match': 0.1,
      'exact_match_stderr,strict-match': 'N/A',
      'exact_match,flexible-extract': 0.2,
    },
    wiki: { 'word_perplexity,none': 31.5, 'word_perplexity_stderr,none': 'N/A' },
  },
  'n-shot': { piqa: 0, gsm8k: 5, wiki: 0 },
  'n-samples': { piqa: { original: 1838, effective: 200 }, gsm8k: { original: 1319, effective: 1319 } },
  higher_is_better: { piqa: { acc: true }, gsm8k: { exact_match: true }, wiki: { word_perplexity: false } },
  config: { model: 'hf', model_args: { pretrained: name }, model_num_parameters: undefined },
  model_name: name,
})

/** The shape before. */
const OLD = (size: string) => ({
  results: {
    piqa: { acc: 0.6, acc_stderr: 0.011, acc_norm: 0.61, acc_norm_stderr: 0.011 },
    lambada: { ppl: 65.3, ppl_stderr: 2 },
  },
  versions: { piqa: 0 },
  config: {
    model: 'hf-causal',
    model_args: `pretrained=EleutherAI/pythia-${size},revision=step143000`,
    num_fewshot: 5,
  },
})

describe('lm-evaluation-harness', () => {
  test('several files are several models, sized by their names', () => {
    const { scores } = collect([NEW('EleutherAI/pythia-160m', 0.62), NEW('EleutherAI/pythia-1.4b', 0.7)], {
      where: { task: 'piqa' },
    })
    expect(scores).toEqual([
      expect.objectContaining({
        model: 'pythia-160m',
        family: 'pythia',
        parameters: 160e6,
        shots: 0,
        score: 0.62,
        items: 200,
        se: 0.03,
        metric: 'acc',
        isProportion: true,
      }),
      expect.objectContaining({ model: 'pythia-1.4b', family: 'pythia', parameters: 1.4e9, score: 0.7 }),
    ])
  })

  test('filters are metrics of their own, perplexities none', () => {
    const files = [readScores(JSON.stringify(NEW('a-1b', 0.6)), 'r.json')]
    expect(files[0]?.leftOut).toEqual(['word_perplexity'])
    const { scores } = collect([NEW('a-1b', 0.6)])
    expect(scores.map(({ metric, shots, items, se }) => [metric, shots, items, se])).toEqual([
      ['acc', 0, 200, 0.03],
      ['exact_match_strict-match', 5, 1319, undefined],
      ['exact_match_flexible-extract', 5, 1319, undefined],
    ])
  })

  test('files of earlier versions', () => {
    const { scores } = collect([OLD('v1.1-160m'), OLD('v1.1-1b')])
    expect(
      scores.map(({ model, family, parameters, metric, shots, se }) => [
        model,
        family,
        parameters,
        metric,
        shots,
        se,
      ]),
    ).toEqual([
      ['pythia-v1.1-160m', 'pythia-v1.1', 160e6, 'acc', 5, 0.011],
      ['pythia-v1.1-160m', 'pythia-v1.1', 160e6, 'acc_norm', 5, 0.011],
      ['pythia-v1.1-1b', 'pythia-v1.1', 1e9, 'acc', 5, 0.011],
      ['pythia-v1.1-1b', 'pythia-v1.1', 1e9, 'acc_norm', 5, 0.011],
    ])
  })

  test('a table of models counts before names', () => {
    const sizes = {
      file: 's.csv',
      text: 'model,parameters,active_parameters,family\ngpt2-xl,1.6B,,GPT-2\na-8x7b,46.7B,12.9B,A\n',
    }
    const { scores } = collect([NEW('gpt2-xl', 0.7), NEW('org/a-8x7b', 0.8)], {
      where: { task: ['piqa'] },
      tables: scoreTables(sizes, undefined),
    })
    expect(
      scores.map(({ family, parameters, activeParameters }) => [family, parameters, activeParameters]),
    ).toEqual([
      ['GPT-2', 1.6e9, 1.6e9],
      ['A', 46.7e9, 12.9e9],
    ])
  })
})

describe('BIG-bench', () => {
  const FILE = (size: string, total: number) => ({
    bigbench_version: '0.1',
    model: {
      model_family: 'BIG-G',
      model_name: `BIG-G ${size}`,
      total_params: total,
      non_embedding_params: total,
      flop_matched_non_embedding_params: total,
    },
    task: { task_name: 'arithmetic' },
    scores: [
      {
        score_dict: { exact_str_match: 0.2, bleu: 31 },
        preferred_score: 'exact_str_match',
        number_of_shots: 1,
        low_score: 0,
        high_score: 1,
        subtask_description: 'arithmetic',
      },
      {
        score_dict: { multiple_choice_grade: 0.5 },
        preferred_score: 'multiple_choice_grade',
        number_of_shots: 1,
        low_score: 0.25,
        high_score: 1,
        subtask_description: '2_digit_addition',
      },
    ],
  })

  test('the preferred metric of each subtask, with its low and high score', () => {
    const { scores, notPreferred } = collect([FILE('2m', 2e6), FILE('8b', 8e9)])
    expect(notPreferred).toEqual(['bleu'])
    expect(
      scores.map(({ model, parameters, task, metric, chance, shots, isProportion }) => [
        model,
        parameters,
        task,
        metric,
        chance,
        shots,
        isProportion,
      ]),
    ).toEqual([
      ['BIG-G 2m', 2e6, 'arithmetic', 'exact_str_match', 0, 1, true],
      ['BIG-G 2m', 2e6, 'arithmetic:2_digit_addition', 'multiple_choice_grade', 0.25, 1, true],
      ['BIG-G 8b', 8e9, 'arithmetic', 'exact_str_match', 0, 1, true],
      ['BIG-G 8b', 8e9, 'arithmetic:2_digit_addition', 'multiple_choice_grade', 0.25, 1, true],
    ])
  })

  test('another metric of another scale says so', () => {
    const bleu = { where: { metric: 'bleu' } }
    expect(() => collect([FILE('2m', 2e6)], bleu)).toThrow(
      /r0\.json, scores\[0\]\.score_dict\.bleu: score 31 is above the maximum/,
    )
    expect(collect([FILE('2m', 2e6)], { ...bleu, set: { scale: '100' } }).scores).toEqual([
      expect.objectContaining({ score: 0.31, isProportion: false, chance: undefined }),
    ])
  })
})
