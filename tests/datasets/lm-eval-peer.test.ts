import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importLmEvalTask } from '../../src/config/lm-eval/import-task.ts'
import { suiteText } from '../../src/config/lm-eval/suite-text.ts'
import { loadSuites } from '../../src/config/load-suite.ts'
import { shippedItemSource } from '../../src/datasets/item-source.ts'
import type { Item } from '../../src/domain/item.ts'
import type { Task } from '../../src/domain/task.ts'
import { renderPrompt } from '../../src/prompts/render-prompt.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { suiteOptions } from '../config/suite-options.ts'
import { scored } from '../fixtures/scored.ts'
import { describeWith, pathOf } from '../real-parts.ts'

interface Peer {
  readonly context: string
  readonly gold: unknown
  readonly generation: { readonly until: readonly string[] } | null
  readonly continuations: readonly string[] | null
  readonly scores: readonly Readonly<
    Record<string, { readonly answer: string; readonly exact_match?: number }>
  >[]
}

/** A real task file over rows of our own. */
interface Case {
  readonly task: string
  readonly rows: { readonly [split: string]: readonly object[] }
  /** More lines of the task file. */
  readonly more?: string
  readonly format?: 'jsonl' | 'json' | 'csv'
  readonly shots: number
  readonly asked?: number
  readonly responses?: readonly string[]
}

const sum = (a: number, b: number) => ({
  question: `What is ${a} + ${b}?`,
  answer: `Add them.\n#### ${a + b}`,
})
const choice = (question: string, text: readonly string[], answerKey: string) => ({
  question,
  choices: { text, label: text.map((_, index) => 'ABCD'[index]) },
  answerKey,
})

const CASES: readonly Case[] = [
  {
    task: 'gsm8k/gsm8k.yaml',
    rows: { train: [sum(1, 2), sum(3, 4), sum(700, 800)], test: [sum(5, 6), sum(1000, 234)] },
    shots: 2,
    asked: 1,
    responses: [
      ' 1234',
      ' It is 1,234.\n#### 1,234',
      '#### $1234\n#### 7',
      'The answer is $1,234.',
      'No number here',
      '12 or 1234.',
      '',
    ],
  },
  {
    task: 'gsm8k/gsm8k-cot.yaml',
    rows: { test: [sum(5, 6), sum(7, 8)] },
    shots: 3,
    responses: ['So The answer is 11.', 'The answer is 11', 'the answer is 11.', 'It is 11, or 12.'],
  },
  {
    task: 'arc/arc_easy.yaml',
    rows: {
      train: [
        choice('Which is hot?', ['ice', 'fire'], 'B'),
        choice('Which flies?', ['a bird', 'a stone', 'a log'], 'A'),
      ],
      validation: [choice('Which swims?', ['a fish', 'a rock'], 'A')],
      test: [choice('Which is wet — water?', ['sand', 'l’eau', 'dust'], 'B')],
    },
    shots: 2,
  },
  {
    task: 'mmlu/default/mmlu_anatomy.yaml',
    rows: {
      dev: [{ question: ' Which bone? ', choices: ['a', 'b', 'c', 'd'], answer: 2 }],
      test: [{ question: 'Which\nmuscle?  ', choices: ['w', 'x', 'y', 'z'], answer: 0 }],
    },
    shots: 1,
  },
  {
    task: 'sciq/sciq.yaml',
    format: 'json',
    rows: Object.fromEntries(
      ['train', 'validation', 'test'].map((split) => [
        split,
        [1, 2].map((n) => ({
          question: `Q${n} of ${split}?`,
          support: `  Support ${n}.`,
          distractor1: 'one',
          distractor2: 'two',
          distractor3: 'three',
          correct_answer: `it's ${n}`,
        })),
      ]),
    ),
    shots: 2,
  },
  {
    task: 'bbh/fewshot/boolean_expressions.yaml',
    rows: { test: [{ input: 'not True is', target: 'False' }] },
    shots: 3,
    responses: ['False', 'false', 'False.'],
  },
  {
    task: 'galician_bench/mgsm_direct_gl.yaml',
    rows: {
      train: [
        { question: 'Pregunta: Canto é 1 + 1?', answer: 'Resposta: 2', answer_number: 2 },
        { question: 'Pregunta: Canto é 2 + 2?', answer: 'Resposta: 4', answer_number: 4 },
      ],
      test: [{ question: 'Canto é 3 + 3?', answer: null, answer_number: 6 }],
    },
    shots: 2,
    responses: [' 6 ', '6.', '66', ' $6'],
  },
  {
    task: 'super_glue/boolq/default.yaml',
    format: 'csv',
    rows: {
      train: [{ passage: 'Ice, when warm, melts.', question: 'does ice melt', label: 1 }],
      validation: [{ passage: 'Said "no".', question: 'is it so', label: 0 }],
    },
    // Cells of CSV are text here, and numbers there.
    more: 'doc_to_target: "{{ label }}"\n',
    shots: 1,
  },
  {
    task: 'sciq/sciq.yaml',
    rows: {
      train: [{ words: ['a', 'b'], hint: '', question: 'one', answer: 'A' }],
      test: [{ words: ['c'], hint: 'see', question: 'two', answer: 'B' }],
    },
    more: [
      'validation_split: null',
      'output_type: generate_until',
      'doc_to_choice: null',
      'metric_list: null',
      'description: "Answer.\\n"',
      'fewshot_delimiter: "\\n##\\n"',
      'target_delimiter: ""',
      'doc_to_target: "{{ answer | lower }}!"',
      'doc_to_text: "Words:\\n  {% for w in words %}\\n- {{ w }}\\n  {% endfor %}\\n{% if hint %}\\n ({{ hint }})\\n{% endif %}\\n\\n{{ question }}\\n"',
      '',
    ].join('\n'),
    shots: 1,
    responses: ['b!', 'b', 'B!'],
  },
]

const folder = mkdtempSync(join(tmpdir(), 'icl-lm-eval-'))
afterAll(() => rmSync(folder, { recursive: true }))

describeWith(['python-lm-eval'], 'beside lm-evaluation-harness', async () => {
  const cases = await Promise.all(
    CASES.map(async (one, index) => {
      const file = writeCase(one)
      return { ...one, name: `${index} ${one.task}`, file, imported: await importedTask(file) }
    }),
  )
  const peers = askPeer(
    cases.map(({ file, shots, asked = 0, responses = [] }) => ({
      file,
      shown: Array.from({ length: shots }, (_, index) => index),
      asked,
      responses,
    })),
  )

  test.each(cases.map((one, index) => ({ ...one, peer: peers[index] })))('$name', (one) => {
    const { imported: task, peer, shots, asked = 0, responses = [] } = one
    const query = task.queries[asked]
    if (query === undefined || peer === undefined) throw new Error('nothing is asked')
    const demonstrations = task.pool.slice(0, shots).map((item) => ({ item, label: item.targets[0] }))
    const prompt = renderPrompt('raw', {
      template: task.template,
      instruction: task.template.instruction === undefined ? 'off' : 'on',
      demonstrations,
      query,
    })
    expect(prompt.rendering === 'raw' && prompt.text).toBe(peer.context)
    if (peer.continuations !== null)
      expect((query.choices ?? query.targets).map((text) => task.template.targetDelimiter + text)).toEqual(
        peer.continuations,
      )
    if (peer.generation !== null) expect(task.decoding.stop).toEqual(peer.generation.until)
    if (query.choices !== undefined) expect(query.choices.indexOf(query.targets[0])).toBe(goldOf(peer, query))
    const scorer = compileScorers(task)
    for (const [index, response] of responses.entries()) {
      const scores = Object.values(scored(scorer, response, query.targets).scores)
      const theirs = Object.values(peer.scores[index] ?? {}).map(({ exact_match }) => exact_match)
      expect([response, ...scores]).toEqual([response, ...theirs])
    }
  })
})

/** Their gold answer is a position, or a choice by its text. */
function goldOf({ gold }: Peer, { choices = [''] }: Item): number {
  return typeof gold === 'number' ? gold : choices.indexOf(String(gold))
}

function writeCase({ task, rows, more = '', format = 'jsonl' }: Case): string {
  const [real = ''] = globSync(
    join(dirname(dirname(pathOf('python-lm-eval'))), 'lib/python3*/site-packages/lm_eval/tasks', task),
  )
  const own = mkdtempSync(join(folder, 'case-'))
  const files = Object.entries(rows).map(([split, members]) => {
    const file = join(own, `${split}.${format}`)
    writeFileSync(file, dataText(members, format))
    return `${split}: ${file}`
  })
  const path = join(own, 'task.yaml')
  const builder = format === 'csv' ? 'csv' : 'json'
  writeFileSync(
    path,
    `include: ${real}\ndataset_path: ${builder}\ndataset_name: null\ndataset_kwargs: {data_files: {${files.join(', ')}}}\n${more}`,
  )
  return path
}

function dataText(rows: readonly object[], format: 'jsonl' | 'json' | 'csv'): string {
  if (format === 'json') return JSON.stringify(rows)
  if (format === 'jsonl') return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const cell = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`
  const [first = {}] = rows
  return [Object.keys(first), ...rows.map(Object.values)]
    .map((row) => `${row.map(cell).join(',')}\n`)
    .join('')
}

async function importedTask(file: string): Promise<Task> {
  const imported = await importLmEvalTask(file, { items: shippedItemSource, outFolder: dirname(file) })
  const suite = join(dirname(file), 'suite.yaml')
  writeFileSync(suite, suiteText(imported, 'task.yaml'))
  const [task] = (await loadSuites([suite], suiteOptions)).tasks
  if (task === undefined) throw new Error('no task was imported')
  return task
}

function askPeer(requests: readonly object[]): readonly Peer[] {
  const answer = execFileSync(pathOf('python-lm-eval'), [join(import.meta.dirname, 'lm-eval/render.py')], {
    input: JSON.stringify(requests),
    encoding: 'utf8',
    env: { ...process.env, HF_HOME: join(folder, 'hf'), HF_HUB_OFFLINE: '1', HF_DATASETS_OFFLINE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  return JSON.parse(answer) as Peer[]
}
