import { describe, expect, test } from 'vitest'
import { loadSuites } from '../../src/config/load-suite.ts'
import type { Task } from '../../src/domain/task.ts'
import { type Files, inFolder } from './in-folder.ts'
import { suiteOptions } from './suite-options.ts'

/** A suite of one task: its lines, indented below its name and template. */
const suite = (lines: string) => `suite: s
tasks:
  - name: t
    template: {input: "{{ input }}:"}
${lines
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`
const ITEMS = 'items: [{input: a, target: yes}, {input: b, target: no}]'
const CHOOSE = 'answer_by: likelihood\nmetrics: [choice_accuracy]'

async function load(text: string, files: Files = {}): Promise<Task> {
  return inFolder({ 's.yaml': text, ...files }, async (folder) => {
    const { tasks } = await loadSuites([`${folder}/s.yaml`], suiteOptions)
    if (tasks[0] === undefined) throw new Error('no task')
    return tasks[0]
  })
}

async function said(text: string, files: Files = {}): Promise<string> {
  return inFolder({ 's.yaml': text, ...files }, (folder) =>
    loadSuites([`${folder}/s.yaml`], suiteOptions).then(
      () => 'nothing',
      (error: Error) => `${error.name}: ${error.message.replaceAll(`${folder}/`, '')}`,
    ),
  )
}

describe('what is asked', () => {
  test.each<[string, string, Task['likelihood']]>([
    ['an answer', `${ITEMS}\nmetrics: [exact_match]`, undefined],
    ['the same said', `${ITEMS}\nanswer_by: generation\nmetrics: [exact_match]`, undefined],
    ['an answer and its target', `${ITEMS}\nmetrics: [exact_match, target_loglikelihood]`, { of: 'target' }],
    ['choices', `${ITEMS}\n${CHOOSE}\nchoices: [yes, no]`, { of: 'choices' }],
    [
      'choices and what they are worth by themselves',
      `${ITEMS}\nanswer_by: likelihood\nchoices: [yes, no]\nmetrics: [{metric: choice_accuracy, normalise: unconditional}, target_loglikelihood]`,
      { of: 'choices', unconditionalPrompt: 'Answer:' },
    ],
    [
      'after another prompt',
      `${ITEMS}\nanswer_by: likelihood\nchoices: [yes, no]\nunconditional_prompt: "A:"\nmetrics: [{metric: choice_brier, normalise: unconditional}]`,
      { of: 'choices', unconditionalPrompt: 'A:' },
    ],
  ])('%s', async (_name, lines, likelihood) => {
    expect((await load(suite(lines))).likelihood).toEqual(likelihood)
  })
})

describe('choices', () => {
  const JSONL = [
    '{"input": "a", "target": "x", "choices": ["x", "y"]}',
    '{"input": "b", "target": ["z", "w"], "choices": ["w", "x", "y", "z"]}',
  ].join('\n')

  test('for all items; templates see them', async () => {
    const task = await load(
      suite(`${ITEMS}\n${CHOOSE}\nchoices: [yes, no]`).replace(
        '{{ input }}',
        "{{ input }} {{ choices | join('/') }}",
      ),
    )
    expect(task.queries.map(({ choices, fields }) => [choices, fields.choices])).toEqual([
      [
        ['yes', 'no'],
        ['yes', 'no'],
      ],
      [
        ['yes', 'no'],
        ['yes', 'no'],
      ],
    ])
  })

  test('of each item, which come before those for all', async () => {
    const task = await load(suite(`items: i.jsonl\n${CHOOSE}\nchoices: [p, q]`), { 'i.jsonl': JSONL })
    expect(task.queries.map(({ choices }) => choices)).toEqual([
      ['x', 'y'],
      ['w', 'x', 'y', 'z'],
    ])
  })

  test('in another field', async () => {
    const task = await load(suite(`items: {file: i.jsonl, map: {choices: options}}\n${CHOOSE}`), {
      'i.jsonl': JSONL.replaceAll('choices', 'options'),
    })
    expect(task.queries[0]?.choices).toEqual(['x', 'y'])
  })

  test.each([
    ['guessing two', `${ITEMS}\n${CHOOSE}\nchoices: [yes, no]`, 0.5],
    ['guessing three', `${ITEMS}\n${CHOOSE}\nchoices: [yes, no, maybe]`, 1 / 3],
    ['of different numbers, and of several right ones', `items: i.jsonl\n${CHOOSE}`, 0.5],
    ['what the task says', `${ITEMS}\n${CHOOSE}\nchoices: [yes, no]\nchance: 0.4`, 0.4],
    [
      'nothing where the metric is no hit or miss',
      `${ITEMS}\nanswer_by: likelihood\nchoices: [yes, no]\nmetrics: [choice_brier]`,
      0,
    ],
  ])('chance is %s', async (_name, lines, chance) => {
    expect((await load(suite(lines), { 'i.jsonl': JSONL })).chance).toBe(chance)
  })
})

describe('bad input', () => {
  test.each<[string, string, string, Files?]>([
    [
      'a metric of written answers',
      's.yaml:8:29: the metric "exact_match" reads what a model writes, and with answer_by: likelihood it writes nothing; use choice_accuracy, choice_brier or target_loglikelihood, or remove answer_by',
      `${ITEMS}\nanswer_by: likelihood\nchoices: [yes, no]\nmetrics: [choice_brier, exact_match]`,
    ],
    [
      'a metric of choices where answers are written',
      's.yaml:6:15: the metric "choice_accuracy" compares choices, and this task\'s answers are generated; set answer_by: likelihood and give choices',
      `${ITEMS}\nmetrics: [choice_accuracy]`,
    ],
    [
      'no choices at all',
      's.yaml:6:16: the task "t" has no choices to compare; list them once as choices: [a, b], give each item a list choices, or name the field in map: {choices: …}',
      `${ITEMS}\n${CHOOSE}`,
    ],
    [
      'no choices of one item',
      'i.jsonl:2: the item "1" has no choices; list them once as choices: [a, b], give each item a list choices, or name the field in map: {choices: …}',
      `items: i.jsonl\n${CHOOSE}`,
      { 'i.jsonl': '{"input": "a", "target": "x", "choices": ["x", "y"]}\n{"input": "b", "target": "x"}' },
    ],
    [
      'a target that is none of the choices',
      's.yaml:5:38: the target "no" is none of the choices; did you mean "non"?; allowed: yes, non',
      `${ITEMS}\n${CHOOSE}\nchoices: [yes, non]`,
    ],
    [
      'a target that is none of the item’s own',
      'i.jsonl:1: the target "X" is none of the choices; did you mean "x"?; allowed: x, y',
      `items: i.jsonl\n${CHOOSE}`,
      { 'i.jsonl': '{"input": "a", "target": "X", "choices": ["x", "y"]}' },
    ],
    [
      'one choice',
      's.yaml:5:13: choices: found 1, expected at least 2',
      `items: [{input: a, target: yes}]\n${CHOOSE}\nchoices: [yes]`,
    ],
    [
      'a choice twice',
      's.yaml:8:24: choices: yes is given twice',
      `${ITEMS}\n${CHOOSE}\nchoices: [yes, no, yes]`,
    ],
    [
      'a misspelled way to answer',
      's.yaml:6:16: answer_by: found "likelihod"; did you mean "likelihood"?; allowed: generation, likelihood',
      `${ITEMS}\nanswer_by: likelihod\nmetrics: [choice_accuracy]`,
    ],
    [
      'an extraction of nothing',
      's.yaml:9:18: extractions: there is no response to find an answer in: answer_by is likelihood; remove it',
      `${ITEMS}\n${CHOOSE}\nchoices: [yes, no]\nextractions: [{name: line, type: first-line}]`,
    ],
    [
      'a prompt that nothing is compared by',
      's.yaml:9:27: unconditional_prompt: no metric of this task has normalise: unconditional; remove it',
      `${ITEMS}\n${CHOOSE}\nchoices: [yes, no]\nunconditional_prompt: "A:"`,
    ],
    [
      'a chance in nats',
      's.yaml:7:13: chance: the primary metric is in nats per byte, at most 0 and without a score of guessing; remove it',
      `${ITEMS}\nmetrics: [target_loglikelihood]\nchance: 0.5`,
    ],
    [
      'a normalisation that there is not',
      's.yaml:8:52: normalise: found "byte"; did you mean "bytes"?; allowed: none, bytes, unconditional',
      `${ITEMS}\nanswer_by: likelihood\nchoices: [yes, no]\nmetrics: [{metric: choice_accuracy, normalise: byte}]`,
    ],
  ])('%s', async (_name, says, lines, files = {}) => {
    expect(await said(suite(lines), files)).toBe(`InputError: ${says}`)
  })

  test('choices that all read the same', async () => {
    const text = suite(`${ITEMS}\n${CHOOSE}\nchoices: [yes, no]`)
    expect(await said(text.replace('"}', '", target: "{{ input }}"}'))).toBe(
      'InputError: s.yaml:4:47: template.target: found no {{ target }}, so all choices would read the same',
    )
  })
})
