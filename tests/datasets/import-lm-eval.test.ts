import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fromPythonRegex } from '../../src/config/lm-eval/python-regex.ts'
import { icl } from '../commands/run-icl.ts'

const folder = mkdtempSync(join(tmpdir(), 'icl-import-'))
afterAll(() => rmSync(folder, { recursive: true }))

let made = 0

/** Imports `task.yaml` beside other files. */
async function imported(files: Readonly<Record<string, string>>, out = true) {
  const own = join(folder, String(made++))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(own, name)), { recursive: true })
    writeFileSync(join(own, name), text)
  }
  const suite = join(own, 'suite.yaml')
  const {
    exitCode,
    notes,
    out: said,
  } = await icl([...['import', 'lm-eval', join(own, 'task.yaml')], ...(out ? ['--out', suite] : [])])
  const text = exitCode === 0 && out ? readFileSync(suite, 'utf8') : said
  return { exitCode, text, said: notes.replaceAll(`${own}/`, '').trim(), suite }
}

const TASK = `task: t
dataset_path: json
dataset_kwargs: {data_files: {test: d.jsonl, train: e.jsonl}}
test_split: test
training_split: train
doc_to_text: "Q: {{question}}\\nA:"
doc_to_target: answer
metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true, ignore_case: true}]
`
const DATA = {
  'd.jsonl': '{"question": "1 + 1?", "answer": "2"}\n{"question": "2 + 2?", "answer": "4"}\n',
  'e.jsonl': '{"question": "3 + 3?", "answer": "6"}\n',
}

describe('a task with local data', () => {
  test('becomes a suite that is valid and shows their prompt', async () => {
    const { text, suite, said } = await imported({
      'task.yaml': `include: base.yaml\nnum_fewshot: 1\ntag: x\n`,
      'base.yaml': `${TASK}tag: y\ngeneration_kwargs: {until: "\\n", max_gen_toks: 9, do_sample: false, temperature: 0.7}\n`,
      ...DATA,
    })
    expect(text).toMatch(/^# Imported from task.yaml/)
    expect(said).toContain('tag: changes neither prompt nor score, left out')
    const config = join(import.meta.dirname, '../../harness.config.yaml')
    const shown = await icl([
      'show',
      't',
      '--config',
      config,
      '--suite',
      suite,
      '--shots',
      '1',
      '--per-query',
    ])
    expect([shown.out, shown.notes]).toEqual([
      'Q: 3 + 3?\nA: 6\n\nQ: 1 + 1?\nA:',
      expect.stringContaining('targets: "2"'),
    ])
    expect(text).toContain('max_tokens: 9')
    expect(text).not.toContain('temperature')
  })

  test('goes to standard output without --out, with whole paths', async () => {
    const { text } = await imported({ 'task.yaml': TASK, ...DATA }, false)
    expect(text).toContain(`file: ${folder}`)
  })

  test('overwrites nothing', async () => {
    const { exitCode, said } = await imported({ 'task.yaml': TASK, ...DATA, 'suite.yaml': 'mine' })
    expect([exitCode, said]).toEqual([2, 'suite.yaml is already there; name another file with --out'])
  })
})

test('a public data set is named by the person', async () => {
  const { text, said } = await imported({
    'task.yaml': TASK.replace('json', 'openai/x').replace(/dataset_kwargs.*\n/, 'dataset_name: main\n'),
  })
  expect(said).toContain('${DATA} is the file of the split "test" of openai/x, main')
  expect(text).toContain('file: ${DATA}')
})

describe('what is not supported is named with its line', () => {
  const changed = (line: string, instead: string) => TASK.replace(new RegExp(`${line}.*\n`), instead)
  test.each([
    [
      'an unknown key',
      `${TASK}doc_to_txt: a\n`,
      'task.yaml:9:1: doc_to_txt: unknown key; did you mean "doc_to_text"?',
    ],
    [
      'Python',
      `${TASK}process_docs: !function utils.f\n`,
      'task.yaml:9:1: process_docs: "!function utils.f" is Python code, which is not run',
    ],
    [
      'Python inside',
      changed('metric_list', 'metric_list:\n  - metric: !function utils.f\n'),
      'task.yaml:9:23: metric_list: "!function utils.f" is Python code',
    ],
    ['another tag', `${TASK}metadata: !x {version: 1}\n`, 'task.yaml:9:11: unknown YAML tag "!x"'],
    ['a group', 'group: g\ntask: [a, b]\n', 'task.yaml:1:1: group: not supported: a group is many tasks'],
    [
      'a metric',
      changed('metric_list', 'metric_list: [{metric: rouge1}]\n'),
      'task.yaml:8:15: metric_list: the metric "rouge1" of generate_until is not supported; allowed: exact_match, bleu, chrf',
    ],
    [
      'an option of a metric',
      TASK.replace('ignore_case', 'ignore_numbers'),
      'task.yaml:8:15: metric_list: exact_match: the option "ignore_numbers" is not supported',
    ],
    [
      'a filter',
      `${TASK}filter_list:\n  - name: a\n    filter:\n      - function: majority_vote\n`,
      'task.yaml:12:9: filter_list: the filter "majority_vote" is not supported',
    ],
    [
      'a fallback',
      `${TASK}filter_list: [{name: a, filter: [{function: regex, regex_pattern: "a", fallback: A}]}]\n`,
      'regex: fallback "A" would be an answer',
    ],
    [
      'a Jinja filter',
      changed('doc_to_text', "doc_to_text: \"{{ question | regex_replace('a', 'b') }}\"\n"),
      'task.yaml:6:1: doc_to_text: the filter "regex_replace" does not do here',
    ],
    [
      'a Jinja method',
      changed('doc_to_text', 'doc_to_text: "{{ question.find(\'a\') }}"\n'),
      'doc_to_text: the method "find" does not do here',
    ],
    [
      'arguments of a method',
      changed('doc_to_text', 'doc_to_text: "{{ question.strip(\'a\') }}"\n'),
      'the method "strip" with 1 arguments',
    ],
    [
      'a template that is none',
      changed('doc_to_text', 'doc_to_text: "{{ question "\n'),
      'doc_to_text: it is no template that can be read',
    ],
    [
      'a list that is written out',
      changed('doc_to_target', 'doc_to_target: "{% if a %}{{ [1] }}{% endif %}"\n'),
      'doc_to_target: a list that is written out',
    ],
    [
      'an output type',
      `${TASK}output_type: loglikelihood_rolling\n`,
      'task.yaml:9:1: output_type: "loglikelihood_rolling" is not supported',
    ],
    [
      'generation',
      `${TASK}generation_kwargs: {num_beams: 4}\n`,
      'task.yaml:9:32: generation_kwargs: num_beams: not supported',
    ],
    ['a template for all items', `${TASK}description: "{{ a }}"\n`, 'description: found a template'],
    [
      'a split without a file',
      TASK.replace('test_split: test', 'test_split: dev'),
      'dataset_kwargs: data_files name no split "dev"; allowed: test, train',
    ],
    [
      'a file that is not there',
      TASK.replace('d.jsonl', 'f.jsonl'),
      'there is no file "f.jsonl" here or beside the task',
    ],
    [
      'an include that is not there',
      `include: no.yaml\n${TASK}`,
      'task.yaml:1:10: include: cannot read "no.yaml"',
    ],
    [
      'an include of itself',
      `include: task.yaml\n${TASK}`,
      'task.yaml:1:10: include: "task.yaml" includes this file again',
    ],
    [
      'a truth value as a choice',
      `${TASK}output_type: multiple_choice\ndoc_to_choice: [no, yes]\n`,
      'doc_to_choice: found [false,true], expected texts that are not empty; YAML reads',
    ],
    ['the line of an included file', 'include: base.yaml\n', 'base.yaml:1:1: process_docs: "!function'],
  ])('%s', async (_what, task, says) => {
    const base = `process_docs: !function utils.f\n${TASK}`
    const { exitCode, said } = await imported({ 'task.yaml': task, 'base.yaml': base, ...DATA })
    expect(said).toContain(says)
    expect(exitCode).toBe(2)
  })

  test('all of it at once', async () => {
    const { said } = await imported({
      'task.yaml': `${TASK}gen_prefix: a\nrepeats: 3\nuse_prompt: b\n`,
      ...DATA,
    })
    expect(said.split('\n')).toHaveLength(3)
  })
})

// python3 -c 'import re; print(re.findall(PATTERN, TEXT))', the whole match.
test.each([
  ['#### (\\-?[0-9\\.\\,]+)', '#### -1,2.', '#### -1,2.'],
  ['a.b', 'a\rb', 'a\rb'],
  ['a.b', 'a\nb', undefined],
  ['(?s)a.b', 'a\nb', 'a\nb'],
  ['(?i)A', 'a', 'a'],
  ['\\d+', '٣4', '٣4'],
  ['\\bé\\w', 'né été', 'ét'],
  ['a$', 'a\n', 'a'],
  ['a\\Z', 'a\n', undefined],
  ['(?m)^b$', 'a\nb\nc', 'b'],
  ['{x}', '{x}', '{x}'],
  ['[]a]+', ']a', ']a'],
  ['[^]a]+', 'b]', 'b'],
  ['[\\w-]+', 'é-1', 'é-1'],
  ['(?P<n>x)\\1', 'xx', 'xx'],
])('the Python pattern %j in %j finds %j', (pattern, text, found) => {
  const translated = fromPythonRegex(pattern)
  const expression =
    'problem' in translated ? undefined : new RegExp(translated.pattern, `${translated.flags}u`)
  expect(expression?.exec(text)?.[0]).toBe(found)
})

test.each(['(?x)a', '(?P=n)', '(?>a)', 'a++', '(?(1)a|b)'])('the Python pattern %j is refused', (pattern) => {
  expect(fromPythonRegex(pattern)).toHaveProperty('problem')
})
