import { globSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkShots } from '../../src/config/check-shots.ts'
import { loadSuites } from '../../src/config/load-suite.ts'
import { selectTasks } from '../../src/config/select-tasks.ts'
import { poolByCount } from '../../src/config/split-pool.ts'
import { type Files, inFolder } from './in-folder.ts'
import { suiteOptions } from './suite-options.ts'

const load = (files: Files, paths = Object.keys(files).filter((path) => path.endsWith('.yaml'))) =>
  inFolder(files, (folder) =>
    loadSuites(
      paths.map((path) => join(folder, path)),
      suiteOptions,
    ),
  )

const SUITE = `suite: s
description: Two tasks.
defaults:
  template: {input: "Q: {{ input }}", target_delimiter: ": "}
  decoding: {temperature: 0.5}
  metrics: [exact_match]
tasks:
  - name: plain
    items: [{input: a, target: A}]
  - name: full
    version: "2"
    description: All keys.
    items: [{input: a, target: [A, AA], kind: 1}, {input: b, target: B, group: g}, {id: last, input: c, target: C}]
    pool: ["1", last]
    demonstrations: [last]
    template: {target: "<{{ target }}>", demonstration_delimiter: "\\n", instruction: Answer.}
    decoding: {max_tokens: 7, top_p: 0.9, stop: ["."]}
    extractions: [{name: line, type: first-line}, {name: number, type: regex, pattern: "\\\\d+", group: 0}]
    metrics: [{metric: exact_match, normalise: [trim]}, {metric: contains, extraction: number}, edit_similarity]
    primary: score_contains_number
    companion: edit_similarity
    chance: 0.25
    maximum: 0.9
`

describe('a suite', async () => {
  const { suites, tasks } = await load({ 's.yaml': SUITE })

  test('is named and described', () => {
    expect(suites).toEqual([{ name: 's', description: 'Two tasks.', tasks }])
  })

  test('has what its defaults and the built-in defaults say', () => {
    expect(tasks[0]).toEqual({
      name: 'plain',
      suite: 's',
      version: '1',
      template: {
        input: 'Q: {{ input }}',
        target: '{{ target }}',
        targetDelimiter: ': ',
        demonstrationDelimiter: '\n\n',
      },
      demonstrations: 'random',
      pool: [],
      queries: [{ id: '0', input: 'a', targets: ['A'], fields: { input: 'a', target: 'A' } }],
      decoding: { maxTokens: 64, temperature: 0.5, stop: ['\n\n'] },
      extractions: [{ name: 'whole', type: 'whole', options: {} }],
      metrics: [{ metric: 'exact_match', extraction: 'whole', options: {}, column: 'score_exact_match' }],
      primary: 'score_exact_match',
      chance: 0,
      maximum: 1,
    })
  })

  test('has what its task says, template and decoding key by key', () => {
    expect(tasks[1]).toEqual({
      name: 'full',
      suite: 's',
      version: '2',
      description: 'All keys.',
      template: {
        input: 'Q: {{ input }}',
        target: '<{{ target }}>',
        targetDelimiter: ': ',
        demonstrationDelimiter: '\n',
        instruction: 'Answer.',
      },
      demonstrations: ['last'],
      pool: [
        { id: '1', input: 'b', targets: ['B'], group: 'g', fields: { input: 'b', target: 'B', group: 'g' } },
        { id: 'last', input: 'c', targets: ['C'], fields: { id: 'last', input: 'c', target: 'C' } },
      ],
      queries: [{ id: '0', input: 'a', targets: ['A', 'AA'], fields: { input: 'a', target: 'A', kind: 1 } }],
      decoding: { maxTokens: 7, temperature: 0.5, topP: 0.9, stop: ['.'] },
      extractions: [
        { name: 'line', type: 'first-line', options: {} },
        { name: 'number', type: 'regex', options: { pattern: '\\d+', group: 0 } },
      ],
      metrics: [
        {
          metric: 'exact_match',
          extraction: 'line',
          options: { normalise: ['trim'] },
          column: 'score_exact_match',
        },
        { metric: 'contains', extraction: 'number', options: {}, column: 'score_contains_number' },
        { metric: 'edit_similarity', extraction: 'line', options: {}, column: 'score_edit_similarity' },
      ],
      primary: 'score_contains_number',
      companion: 'score_edit_similarity',
      chance: 0.25,
      maximum: 0.9,
    })
  })
})

const withItems = (items: string) => `suite: s
tasks:
  - name: t
    template: {input: "{{ input }}"}
    metrics: [exact_match]
    items: ${items}
`

test('items are the same inline, from JSONL and from CSV, with or without a byte order mark and CR', async () => {
  const inline = '[{input: "a, b", target: A, kind: x}, {input: "c\\n\\"d\\"", target: C, kind: y}]'
  const jsonl =
    '{"input": "a, b", "target": "A", "kind": "x"}\n{"input": "c\\n\\"d\\"", "target": "C", "kind": "y"}\n'
  const csv = 'input,target,kind\n"a, b",A,x\n"c\n""d""",C,y\n'
  const expected = (await load({ 's.yaml': withItems(inline) })).tasks
  for (const [name, content] of [
    ['i.jsonl', jsonl],
    ['i.jsonl', `\uFEFF${jsonl}`],
    ['i.jsonl', jsonl.replaceAll('\n', '\r\n')],
    ['i.csv', csv],
    ['i.csv', `\uFEFF${csv}`],
    ['i.csv', csv.replaceAll(/(?<=kind|x|y)\n/g, '\r\n')],
    ['i.csv', csv.replaceAll(/(?<=x|y)\n/g, '\r\n')],
  ] as const)
    expect(
      (await load({ 's.yaml': withItems(name), [name]: content })).tasks,
      JSON.stringify(content),
    ).toEqual(expected)
  expect((await load({ 's.yaml': `\uFEFF${withItems(inline)}`.replaceAll('\n', '\r\n') })).tasks).toEqual(
    expected,
  )
})

test('mapped fields keep their own names too', async () => {
  const suite = withItems('{file: i.jsonl, map: {input: question, target: answers, id: key, group: topic}}')
  const { tasks } = await load({
    's.yaml': suite,
    'i.jsonl': '{"question": "q", "answers": ["A", "B"], "key": 7, "topic": "t"}\n',
  })
  expect(tasks[0]?.queries).toEqual([
    {
      id: '7',
      input: 'q',
      targets: ['A', 'B'],
      group: 't',
      fields: { question: 'q', answers: ['A', 'B'], key: 7, topic: 't', input: 'q', target: 'A' },
    },
  ])
})

test('a pool of its own leaves every item to be asked, and shares no id by accident', async () => {
  const { tasks } = await load({
    's.yaml': `${withItems('[{input: a, target: A}, {input: b, target: B}]')}    pool: pool.csv\n`,
    'pool.csv': 'input,target\nc,C\nd,D\n',
  })
  expect(tasks[0]?.queries.map(({ id }) => id)).toEqual(['0', '1'])
  expect(tasks[0]?.pool.map(({ id }) => id)).toEqual(['pool-0', 'pool-1'])
})

test('items alike in what the template shows may not be on both sides; a shown field tells them apart', async () => {
  const items = '[{id: a, input: x, target: A, text: t1}, {id: b, input: x, target: A, text: t2}]'
  const suite = `${withItems(items)}    pool: [a]\n`
  await expect(load({ 's.yaml': suite })).rejects.toThrow('the input "x" is also in the pool')
  const { tasks } = await load({ 's.yaml': suite.replace('{{ input }}', '{{ text }} {{ input }}') })
  expect(tasks[0]?.queries.map(({ id }) => id)).toEqual(['b'])
})

// sorted(range(20), key=lambda i: sha256(f'4:pool;1:t;2:{i:02};')), the first four in file order.
const POOL_OF_T = ['00', '14', '15', '16']

describe('a pool by count', () => {
  const located = (ids: readonly string[]) =>
    ids.map((id) => ({ item: { id, input: id, targets: ['x'] as const, fields: {} }, place: {} }))
  const poolIds = (ids: readonly string[], count: number, task = 't') =>
    poolByCount(located(ids), count, task).pool.map(({ item }) => item.id)
  const distinct = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 30 })

  test('splits the items, both sides in file order', () => {
    fc.assert(
      fc.property(distinct, fc.nat(30), (ids, count) => {
        const { pool, queries } = poolByCount(located(ids), count, 't')
        expect(pool).toHaveLength(Math.min(count, ids.length))
        const order = ({ item }: (typeof pool)[number]) => ids.indexOf(item.id)
        for (const side of [pool, queries])
          expect(side.map(order)).toEqual(side.map(order).toSorted((a, b) => a - b))
        expect([...pool, ...queries].map(order).toSorted((a, b) => a - b)).toEqual([...ids.keys()])
      }),
    )
  })

  test('does not depend on the order of the items, and grows by one item at a time', () => {
    fc.assert(
      fc.property(distinct, fc.nat(10), (ids, count) => {
        expect(poolIds(ids.toReversed(), count).toSorted()).toEqual(poolIds(ids, count).toSorted())
        expect(poolIds(ids, count + 1)).toEqual(expect.arrayContaining(poolIds(ids, count)))
      }),
    )
  })

  test('is the same on every machine', () => {
    const ids = Array.from({ length: 20 }, (_, index) => String(index).padStart(2, '0'))
    expect(poolIds(ids, 4)).toEqual(POOL_OF_T)
    expect(poolIds(ids, 4, 'other')).not.toEqual(POOL_OF_T)
  })
})

describe('choosing tasks', async () => {
  const { suites, tasks } = await load({
    'a.yaml': SUITE,
    'b.yaml': withItems('[{input: a, target: A}]').replace('suite: s', 'suite: other'),
  })

  test.each([
    [undefined, ['plain', 'full', 't']],
    [
      ['t', 'plain'],
      ['plain', 't'],
    ],
    [['s'], ['plain', 'full']],
    [
      ['s', 'full'],
      ['plain', 'full'],
    ],
    [[], []],
  ])('%j', (names, expected) => {
    expect(selectTasks(suites, names).map(({ name }) => name)).toEqual(expected)
  })

  test('an unknown name is told with the nearest and where it stands', () => {
    const placeOf = (index: number) => ({ file: 'c.yaml', line: index + 1 })
    expect(() => selectTasks(suites, ['plain', 'ful'], placeOf)).toThrow(
      'c.yaml:2: unknown task "ful"; did you mean "full"?; allowed: s, other, plain, full, t',
    )
  })

  test('fewer demonstrations than shots', () => {
    expect(() => checkShots(tasks, () => [0])).not.toThrow()
    expect(() => checkShots(tasks.slice(1, 2), () => [0, 1])).not.toThrow()
    expect(() =>
      checkShots(
        tasks,
        () => [0, 2, 1],
        () => ({ file: 's.yaml', line: 8, column: 11 }),
      ),
    ).toThrow(
      [
        's.yaml:8:11: the task "plain" has 0 items in its pool, and 2 shots are asked for; raise pool to at least 2, or ask for fewer shots',
        's.yaml:8:11: the task "full" has 1 listed demonstrations, and 2 shots are asked for; list at least 2 demonstrations, or ask for fewer shots',
        's.yaml:8:11: the task "t" has 0 items in its pool, and 2 shots are asked for; raise pool to at least 2, or ask for fewer shots',
      ].join('\n'),
    )
  })
})

test('names are unique over suites, and every problem of every file is told', async () => {
  const other = withItems('[{input: a, target: A}]')
  const said = await inFolder(
    {
      'a.yaml': other,
      'b.yaml': other,
      'c.yaml': other.replace('name: t', 'name: u').replace('metrics', 'metric'),
    },
    (folder) =>
      loadSuites(
        ['a', 'b', 'c', 'd'].map((name) => join(folder, `${name}.yaml`)),
        suiteOptions,
      ).catch((error: Error) => error.message.replaceAll(`${folder}/`, '').split('\n')),
  )
  expect(said).toEqual([
    expect.stringMatching(/^c.yaml:5:5: unknown key "metric"; did you mean "metrics"\?/),
    'there is no file "d.yaml"; did you mean "a.yaml"?',
    'b.yaml:1:8: the suite name "s" is given twice, first at a.yaml:1',
    'b.yaml:3:11: the task name "t" is given twice, first at a.yaml:3',
  ])
})

test('the suites that ship are read', async () => {
  const files = globSync(join(import.meta.dirname, '../../tasks/*.yaml'))
  expect(files.length).toBeGreaterThan(0)
  const { tasks } = await loadSuites(files, suiteOptions)
  for (const { pool, queries } of tasks) expect([pool.length > 0, queries.length > 0]).toEqual([true, true])
})
