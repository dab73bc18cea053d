import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ReadItemFileOptions, readItemFile } from '../../src/datasets/read-item-file.ts'
import { sampleItems } from '../../src/datasets/sample-items.ts'

const SAMPLE_OF_20 = ['1', '5', '6', '11']

type Options = Omit<ReadItemFileOptions, 'readText'>

/** The items of a text, as a file with this name would hold it. */
async function itemsOf(name: string, text: string, options: Options = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'icl-data-'))
  try {
    const path = join(folder, name)
    await writeFile(path, text)
    const located = await readItemFile(path, {
      ...options,
      place: { file: 's.yaml', line: 4 },
      readText: (file) => readFile(file, 'utf8'),
    })
    return located.map(({ item }) => item)
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(`${folder}/`, '')
    throw error
  } finally {
    await rm(folder, { recursive: true })
  }
}

const lines = (...rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

describe('formats', () => {
  test('JSON: a list of objects', async () => {
    const items = await itemsOf('a.json', '[{"input": "a", "target": "A"}, {"input": "b", "target": "B"}]')
    expect(items.map(({ input, targets }) => [input, targets])).toEqual([
      ['a', ['A']],
      ['b', ['B']],
    ])
  })

  test('TSV: quotes are text', async () => {
    const [item] = await itemsOf('a.tsv', 'input\ttarget\nSaid "a, b"\t"A\n')
    expect([item?.input, item?.targets]).toEqual(['Said "a, b"', ['"A']])
  })

  test('GSM8K as published', async () => {
    const answer = 'He has 2*600=<<2*600=1200>>1200.\nThat is 1,200.\n#### 1,200'
    const [item] = await itemsOf('test.jsonl', lines({ question: 'How many?', answer }), { format: 'gsm8k' })
    expect([item?.input, item?.targets, item?.fields.rationale, item?.fields.answer]).toEqual([
      'How many?',
      ['1200'],
      'He has 2*600=1200.\nThat is 1,200.',
      answer,
    ])
  })

  const humanEval = {
    task_id: 'HumanEval/7',
    prompt: 'import math\n\ndef half(x):\n    return x / 2\n\ndef f(x):\n    """Doc."""\n',
    entry_point: 'f',
    canonical_solution: '    return half(x)\n',
    test: 'def check(candidate):\n    assert candidate(2) == half(2)\n',
  }

  test('HumanEval as published', async () => {
    const [item] = await itemsOf('HumanEval.jsonl', lines(humanEval), { format: 'humaneval' })
    expect([item?.id, item?.input, item?.targets, item?.fields.helpers]).toEqual([
      'HumanEval/7',
      humanEval.prompt,
      ['    return half(x)\n'],
      'import math\n\ndef half(x):\n    return x / 2\n\n',
    ])
  })

  test('mxeval: JavaScript, and no solution', async () => {
    const prompt = '/** Doc. */\nfunction twice(x) {\n'
    const row = { ...humanEval, prompt, entry_point: 'twice', canonical_solution: null }
    const [item] = await itemsOf('mxeval.jsonl', lines(row), { format: 'humaneval' })
    expect([item?.targets, item?.fields.helpers]).toEqual([[''], '/** Doc. */\n'])
  })

  test.each([
    ['whole', { text: 'Add two numbers.', test_setup_code: 'x = 1', challenge_test_list: [] }, 'x = 1\n'],
    ['sanitized', { prompt: 'Add two numbers.', test_imports: ['import math'] }, 'import math\n'],
  ])('MBPP, %s', async (_which, fields, before) => {
    const code = 'def helper(a):\r\n  return a\r\n\r\ndef add(a, b):\r\n  return helper(a) + b'
    const row = {
      task_id: 11,
      code,
      test_list: ['assert add(1, 2) == 3', 'assert add(0, 0) == 0'],
      ...fields,
    }
    const [item] = await itemsOf('mbpp.jsonl', lines(row), { format: 'mbpp' })
    expect([item?.id, item?.input, item?.fields.prompt, item?.fields.entry_point]).toEqual([
      '11',
      'Add two numbers.',
      '',
      'add',
    ])
    expect(item?.targets).toEqual([code.replaceAll('\r\n', '\n')])
    expect(item?.fields.test).toBe(`${before}assert add(1, 2) == 3\nassert add(0, 0) == 0`)
  })

  test('BIG-bench: choices, several targets, keys of the task', async () => {
    const task = {
      task_prefix: 'Answer.\n',
      preferred_score: 'multiple_choice_grade',
      examples: [
        { input: 'a', target_scores: { yes: 1, no: 0, both: 1 } },
        { input: 'b', target: ['x', 'y'] },
      ],
    }
    const items = await itemsOf('task.json', JSON.stringify(task), { format: 'bigbench' })
    expect(items.map(({ targets, choices }) => [targets, choices])).toEqual([
      [
        ['yes', 'both'],
        ['yes', 'no', 'both'],
      ],
      [['x', 'y'], undefined],
    ])
    expect(items[1]?.fields).toMatchObject({ task_prefix: 'Answer.\n', example_input_prefix: '\nQ: ' })
  })

  test.each([
    ['a.json', '{"a": 1}', {}, 'a.json: found a JSON document that is no list'],
    ['a.json', '[\n {"input": }]', {}, "a.json: not valid JSON: Unexpected token '}'"],
    ['a.json', `[${' '.repeat(50)}\n {"input" 1}]`, {}, "a.json:2:11: not valid JSON: Expected ':'"],
    ['a.json', '[{"input": "a", "target": "A"}, 3]', {}, 'a.json, row 2: found no object'],
    ['a.parquet', 'no', {}, 'a.parquet: not a Parquet file that can be read'],
    [
      'a.jsonl',
      '{"question": "a", "answer": "b"}',
      { format: 'gsm8k' },
      'a.jsonl:1: format gsm8k: the answer has no last line',
    ],
    [
      'a.jsonl',
      '{"prompt": "a"}',
      { format: 'humaneval' },
      'a.jsonl:1: format humaneval: the row has no text "test"; it expects task_id',
    ],
    [
      'a.jsonl',
      '{"text": "a", "code": "x = 1", "test_list": ["f()"]}',
      { format: 'mbpp' },
      'a.jsonl:1: format mbpp: no function of "code" is called',
    ],
    ['task.json', '{"subtasks": []}', { format: 'bigbench' }, 'task.json: found no "examples"'],
    [
      'task.json',
      '{"examples": [{"input": "a", "target_scores": {"b": "1"}}]}',
      { format: 'bigbench' },
      'task.json, example 1: format bigbench: target_scores',
    ],
    ['a.tsv', 'input\ttarget\na\n', {}, 'a.tsv:2: found 1 cell, expected 2'],
  ] as const)('%s %j %j', async (name, text, options, says) => {
    await expect(itemsOf(name, text, options)).rejects.toThrow(says)
  })
})

const nested = lines(
  { q: 'a', n: 1.5, meta: { kind: 'x', choices: ['A', 'B'], gold: 1 }, ok: true },
  { q: 'b', n: 2, meta: { kind: 'y', choices: ['C', 'D'], gold: 0 }, ok: false },
  { q: 'c', n: 3, meta: { kind: 'x', choices: ['A', 'D'], gold: 0 }, ok: true },
)

describe('map', () => {
  test('paths, templates, choices and further fields', async () => {
    const map = {
      input: '{{ q | upper }} ({{ meta.kind }})\n',
      target_index: 'meta.gold',
      choices: 'meta.choices',
      group: 'meta.kind',
      hint: ['q', '{{ n }}'],
    }
    const [first] = await itemsOf('a.jsonl', nested, { map })
    expect(first).toMatchObject({ input: 'A (x)\n', targets: ['B'], choices: ['A', 'B'], group: 'x' })
    expect(first?.fields).toMatchObject({ hint: ['a', 1.5], q: 'a', target: 'B', choices: ['A', 'B'] })
    expect(first?.fields).not.toHaveProperty('group')
  })

  test.each([
    ['n', ['1.5']],
    ['ok', ['true']],
    ['{{ meta.choices }}', ['A', 'B']],
    ['{{ meta.choices[meta.gold] }}', ['B']],
    ['<{{ n }}>', ['<1.5>']],
  ])('a target from %s', async (target, targets) => {
    const [first] = await itemsOf('a.jsonl', nested, { map: { input: 'q', target } })
    expect(first?.targets).toEqual(targets)
  })

  test('no targets at all', async () => {
    const items = await itemsOf('a.jsonl', nested, { map: { input: 'q', target: null } })
    expect(items.map(({ targets }) => targets)).toEqual([[''], [''], ['']])
  })

  test.each([
    [
      { input: 'q', target: 'meta.gol' },
      'a.jsonl:1: the item has no target: there is no field "meta.gol"; did you mean "meta.gold"?',
    ],
    [
      { input: 'q', target: '{{ meat.kind }}' },
      'a.jsonl:1: the item has no target: there is no field "meat"; did you mean "meta"?',
    ],
    [{ input: 'q', target: '{{ q ' }, 'a.jsonl:1: the item has no target: not a Jinja template'],
    [
      { input: 'q', target: 'q', choices: 'meta.choices' },
      'a.jsonl:1: the target "a" is none of the choices; did you mean "A"?; allowed: A, B',
    ],
    [
      { input: 'q', target_index: 'n', choices: 'meta.choices' },
      'a.jsonl:1: target_index: found 1.5, expected a position from 0 to 1',
    ],
    [{ input: 'q', target: 'q', id: 'ide' }, 'a.jsonl:1: the item has no id: there is no field "ide"'],
    [{ input: 'n', target: 'q' }, 'a.jsonl:1: n: found 1.5, expected text that is not empty'],
  ])('%j', async (map, says) => {
    await expect(itemsOf('a.jsonl', nested, { map })).rejects.toThrow(says)
  })
})

describe('where', () => {
  const map = { input: 'q', target: 'q' }
  test.each([
    [{ 'meta.kind': 'x' }, ['0', '2']],
    [{ 'meta.kind': ['x', 'y'], ok: true }, ['0', '2']],
    [{ n: 2 }, ['1']],
  ])('%j keeps the ids of the whole file', async (where, ids) => {
    expect((await itemsOf('a.jsonl', nested, { map, where })).map(({ id }) => id)).toEqual(ids)
  })

  test('rows that are left out need not be items', async () => {
    const text = lines({ q: 'a', kind: 'x' }, { kind: 'y' })
    expect(await itemsOf('a.jsonl', text, { map, where: { kind: 'x' } })).toHaveLength(1)
  })

  test.each([
    [{ 'meta.kin': 'x' }, 's.yaml:4: where: no row has the field "meta.kin"; did you mean "meta.kind"?'],
    [
      { 'meta.kind': 'z' },
      's.yaml:4: where: no row has "z" as its "meta.kind"; did you mean "x"?; allowed: x, y',
    ],
    [{ n: '2' }, 's.yaml:4: where: no row has "2" as its "n"'],
    [{ n: 2, ok: true }, 's.yaml:4: where: no row has all these values'],
  ])('%j', async (where, says) => {
    await expect(itemsOf('a.jsonl', nested, { map, where })).rejects.toThrow(says)
  })
})

describe('sample', () => {
  const located = (ids: readonly string[]) =>
    ids.map((id) => ({ item: { id, input: id, targets: ['x'] as const, fields: {} }, place: {} }))
  const idsOf = (ids: readonly string[], count: number, seed = 1) =>
    sampleItems(located(ids), { count, seed }).map(({ item }) => item.id)
  const distinct = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 30 })

  test('keeps file order, does not depend on it, and grows by one item at a time', () => {
    fc.assert(
      fc.property(distinct, fc.nat(28), fc.integer(), (ids, some, seed) => {
        const count = 1 + (some % (ids.length - 1))
        const chosen = idsOf(ids, count, seed)
        expect(chosen).toEqual(ids.filter((id) => chosen.includes(id)))
        expect(idsOf(ids.toReversed(), count, seed).toSorted()).toEqual(chosen.toSorted())
        expect(idsOf(ids, count + 1, seed)).toEqual(expect.arrayContaining(chosen))
      }),
    )
  })

  test('is the same on every machine, and another for another seed', () => {
    const ids = Array.from({ length: 20 }, (_, index) => String(index))
    // sorted(range(20), key=lambda i: sha256(f'6:sample;1:1;{len(str(i))}:{i};'.encode()).hexdigest())[:4]
    expect(idsOf(ids, 4)).toEqual(SAMPLE_OF_20)
    expect(idsOf(ids, 4, 2)).not.toEqual(SAMPLE_OF_20)
  })

  test('more than there are', async () => {
    const options = { map: { input: 'q', target: 'q' }, sample: { count: 4, seed: 1 } }
    await expect(itemsOf('a.jsonl', nested, options)).rejects.toThrow(
      's.yaml:4: sample: found count 4, but there are 3 items',
    )
  })
})
