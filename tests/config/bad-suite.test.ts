import { expect, test } from 'vitest'
import { loadSuites } from '../../src/config/load-suite.ts'
import { scorerVocabulary } from '../../src/scorers/scorer-vocabulary.ts'
import { type Files, inFolder } from './in-folder.ts'
import { suiteOptions } from './suite-options.ts'

/** The keys that a task may have beside name and items, as an error lists them. */
const SHARED_KEYS =
  'version, description, pool, demonstrations, match, answer_by, choices, unconditional_prompt, template, decoding, extractions, metrics, primary, companion, chance, maximum'

const task = (body: string) => `suite: s
tasks:
  - name: t
    template: {input: "{{ input }}"}
    metrics: [exact_match]
    items:
      - {input: a, target: A}
      - {input: b, target: B}
      - {input: c, target: C}
${body
  .split('\n')
  .map((line) => (line === '' ? '' : `    ${line}`))
  .join('\n')}
`
const items = (list: string) => `suite: s
tasks:
  - name: t
    template: {input: "{{ input }}"}
    metrics: [exact_match]
    items: ${list}
`
const template = (t: string, more = '') => `suite: s
tasks:
  - name: t
    metrics: [exact_match]
    items: [{input: a, target: A, hint: h}, {input: b, target: B}]
    template: ${t}
${more}`
const metrics = (m: string, more = '') => `suite: s
tasks:
  - name: t
    template: {input: "{{ input }}"}
    items: [{input: a, target: A}]
    metrics: ${m}
${more}`

// Name, what is said, the suite file s.yaml, other files of its folder.
const cases: readonly (readonly [string, string, string, Files?])[] = [
  ['an empty file', 's.yaml: the file is empty', ''],
  ['no tasks', 's.yaml:1:1: missing key "tasks", expected a list of tasks', 'suite: s\n'],
  [
    'a suite name with a slash',
    [
      's.yaml:1:8: suite: found "a/b", expected a name of letters, digits and . _ -',
      's.yaml:2:8: tasks: found an empty list, expected a list of at least one task',
    ].join('\n'),
    'suite: a/b\ntasks: []\n',
  ],
  [
    'an unknown key',
    `s.yaml:10:5: unknown key "metric"; did you mean "metrics"?; allowed: name, ${SHARED_KEYS}, items`,
    task('metric: exact_match'),
  ],
  [
    'a misspelled key',
    `s.yaml:10:5: unknown key "demonstration"; did you mean "demonstrations"?; allowed: name, ${SHARED_KEYS}, items`,
    task('demonstration: random'),
  ],
  [
    'an unknown key in defaults',
    `s.yaml:11:12: unknown key "templates"; did you mean "template"?; allowed: ${SHARED_KEYS}`,
    `${task('')}defaults: {templates: {input: x}}\n`,
  ],
  [
    'items in defaults',
    `s.yaml:11:12: unknown key "items"; allowed: ${SHARED_KEYS}`,
    `${task('')}defaults: {items: a.jsonl}\n`,
  ],
  [
    'a task name given twice',
    's.yaml:5:12: the task name "t" is given twice, first at s.yaml:4',
    `suite: s
defaults: {template: {input: "{{ input }}"}, metrics: [exact_match], items: a.jsonl}
tasks: []
`
      .replace(', items: a.jsonl', '')
      .replace(
        'tasks: []',
        'tasks:\n  - {name: t, items: [{input: a, target: A}]}\n  - {name: t, items: [{input: a, target: A}]}',
      ),
  ],
  [
    'a task named like another suite',
    's.yaml:4:12: the task name "s" is also the name of a suite',
    `suite: s
defaults: {template: {input: "{{ input }}"}, metrics: [exact_match]}
tasks:
  - {name: s, items: [{input: a, target: A}]}
  - {name: t, items: [{input: a, target: A}]}
`,
  ],
  [
    'no items',
    's.yaml:3:5: missing key "items", expected a path of a data file, or a list of items, or a mapping',
    'suite: s\ntasks:\n  - {name: t, metrics: [exact_match]}\n',
  ],
  [
    'an empty list of items',
    's.yaml:6:12: items: found an empty list, expected a list of at least one item',
    items('[]'),
  ],
  [
    'items that are a number',
    's.yaml:6:12: items: found 12 (number), expected a path of a data file, or a list of items, or a mapping; put it in quotes: "12"',
    items('12'),
  ],
  [
    'an item without a target',
    's.yaml:6:36: missing key "target", expected text, the target, or a list of targets',
    items('[{input: a, target: A}, {input: b}]'),
  ],
  [
    'an item with an empty list of targets',
    's.yaml:6:32: target: found an empty list, expected a list of at least one target',
    items('[{input: a, target: []}]'),
  ],
  [
    'an item whose target is a number',
    's.yaml:6:32: target: found 4 (number), expected text, the target, or a list of targets; put it in quotes: "4"',
    items('[{input: a, target: 4}]'),
  ],
  [
    'an item without an input',
    's.yaml:6:13: missing key "input", expected text, the input',
    items('[{question: a, target: A}]'),
  ],
  [
    'an id given twice',
    's.yaml:6:43: the id "x" is given twice, first in line 6',
    items('[{id: x, input: a, target: A}, {id: x, input: b, target: B}]'),
  ],
  [
    'a file that is not there',
    's.yaml:6:12: there is no file "capitls.jsonl"; did you mean "capitals.jsonl"?',
    items('capitls.jsonl'),
    { 'capitals.jsonl': '' },
  ],
  [
    'a file that is a folder',
    's.yaml:6:12: found a folder, expected a file: "folder"',
    items('folder'),
    { 'folder/a.txt': '' },
  ],
  [
    'a file of another kind',
    's.yaml:6:12: found the file "items.txt" with the ending ".txt", which tells no format; allowed: .jsonl, .ndjson, .json, .csv, .tsv, .parquet; or name its format: jsonl, json, csv, tsv, parquet, bigbench, humaneval, mbpp, gsm8k',
    items('items.txt'),
    { 'items.txt': 'a' },
  ],
  ['an empty file of items', 'items.jsonl: found no items', items('items.jsonl'), { 'items.jsonl': '\n' }],
  [
    'rows that are no JSON',
    [
      'items.jsonl:2:16: not valid JSON: Expected double-quoted property name',
      'items.jsonl:3: found a list, expected a JSON object',
      "items.jsonl:4:14: not valid JSON: Expected ',' or '}' after property value",
    ].join('\n'),
    items('items.jsonl'),
    {
      'items.jsonl':
        '{"input": "a", "target": "A"}\n{"input": "b", target: "B"}\n["c", "C"]\n{"input": "d"\n',
    },
  ],
  [
    'rows without input or target',
    [
      'items.jsonl:1: the item has no target: there is no field "target"; allowed: input; name the field in map: {target: …}, or add it',
      'items.jsonl:3: the item has no input: there is no field "input"; did you mean "inptu"?; allowed: inptu, target; name the field in map: {input: …}, or add it',
      'items.jsonl:4: target: found [""], expected text or a list of texts that is not empty',
    ].join('\n'),
    items('items.jsonl'),
    { 'items.jsonl': '{"input": "a"}\n\n{"inptu": "b", "target": "B"}\n{"input": "c", "target": [""]}\n' },
  ],
  [
    'rows of the wrong types',
    [
      'items.jsonl:1: input: found 1, expected text that is not empty',
      'items.jsonl:2: target: found {}, expected text or a list of texts that is not empty',
      'items.jsonl:3: id: found 1.5, expected text or a whole number',
      'items.jsonl:3: group: found 3, expected text',
    ].join('\n'),
    items('items.jsonl'),
    {
      'items.jsonl':
        '{"input": 1, "target": "A"}\n{"input": "b", "target": {}}\n{"input": "c", "target": "C", "id": 1.5, "group": 3}\n',
    },
  ],
  [
    'row ids given twice',
    'items.jsonl:2: the id "x" is given twice, first in line 1',
    items('items.jsonl'),
    { 'items.jsonl': '{"id": "x", "input": "a", "target": "A"}\n{"id": "x", "input": "b", "target": "B"}\n' },
  ],
  [
    'a mapped field that is not there',
    'items.jsonl:1: the item has no input: there is no field "question"; did you mean "qestion"?; allowed: qestion, target; name the field in map: {input: …}, or add it',
    items('{file: items.jsonl, map: {input: question}}'),
    { 'items.jsonl': '{"qestion": "a", "target": "A"}\n' },
  ],
  [
    'an unknown key in a map',
    's.yaml:6:47: targets: unknown key; did you mean "target"? A further field needs a name less like it',
    items('{file: items.jsonl, map: {targets: answer}}'),
    { 'items.jsonl': '' },
  ],
  [
    'CSV rows of another width',
    [
      'items.csv:3: found 3 cells, expected 2 as in the header; a cell with a comma or a line break stands in double quotes',
      'items.csv:4: found 1 cell, expected 2 as in the header; a cell with a comma or a line break stands in double quotes',
    ].join('\n'),
    items('items.csv'),
    { 'items.csv': 'input,target\na,A\nb,B,extra\nc\n' },
  ],
  [
    'a CSV cell that never closes',
    'items.csv:3: not valid CSV: the quote that opens in this row is never closed',
    items('items.csv'),
    { 'items.csv': 'input,target\na,A\nb,"B\nc,C\n' },
  ],
  [
    'a CSV cell with text after its quote',
    'items.csv:2: not valid CSV: text follows a closing quote; double a quote inside a cell',
    items('items.csv'),
    { 'items.csv': 'input,target\na,"A" b\n' },
  ],
  [
    'a CSV header that repeats',
    'items.csv:1: the header names "input" twice',
    items('items.csv'),
    { 'items.csv': 'input,target,input\na,A,b\n' },
  ],
  [
    'a CSV row with no target',
    'items.csv:4: target: found "", expected text or a list of texts that is not empty',
    items('items.csv'),
    { 'items.csv': 'input,target\n"a\nb",A\nb,\n' },
  ],
  ['an empty CSV file', 'items.csv: found no header row', items('items.csv'), { 'items.csv': '' }],
  [
    'items that are not UTF-8',
    'items.csv:3: found bytes that are not UTF-8; save the file as UTF-8',
    items('items.csv'),
    { 'items.csv': Uint8Array.of(...Buffer.from('input,target\na,A\ncaf'), 0xe9, ...Buffer.from(',x\n')) },
  ],
  [
    'UTF-16 items',
    'items.jsonl:1: found UTF-16 text, expected UTF-8; save the file as UTF-8',
    items('items.jsonl'),
    { 'items.jsonl': Uint8Array.of(0xff, 0xfe, 0x7b, 0) },
  ],
  [
    'a pool as large as the items',
    's.yaml:10:11: pool: found 3, but the task "t" has 3 items, so none is left to ask',
    task('pool: 3'),
  ],
  [
    'a pool of an unknown id',
    's.yaml:10:17: unknown item id "7"; allowed: 0, 1, 2',
    task('pool: ["0", "7"]'),
  ],
  ['a pool with an id given twice', 's.yaml:10:17: the item id "0" is given twice', task('pool: ["0", "0"]')],
  [
    'a pool whose ids are numbers',
    [
      's.yaml:10:12: pool: found 0 (number), expected an item id; put it in quotes: "0"',
      's.yaml:10:15: pool: found 1 (number), expected an item id; put it in quotes: "1"',
    ].join('\n'),
    task('pool: [0, 1]'),
  ],
  ['a pool file that is not there', 's.yaml:10:11: there is no file "pool.jsonl"', task('pool: pool.jsonl')],
  [
    'a pool that holds a query by input',
    's.yaml:8:9: the input "b" is also in the pool (s.yaml:12), so its answer would be shown; remove one, or list the ids of the pool so that both are in it',
    task('pool:\n  - {input: d, target: D}\n  - {input: b, target: B}'),
  ],
  [
    'a pool that holds a query by id',
    's.yaml:8:9: the id "1" is also in the pool (s.yaml:11), so its answer would be shown',
    task('pool:\n  - {id: "1", input: d, target: D}'),
  ],
  [
    'a demonstration that is not in the pool',
    's.yaml:11:22: unknown item id "1"; allowed: 0',
    task('pool: ["0"]\ndemonstrations: ["1"]'),
  ],
  [
    'an unknown choice of demonstrations',
    's.yaml:10:21: demonstrations: found "balance"; did you mean "balanced"?; allowed: random, balanced, first, a list of item ids',
    task('demonstrations: balance'),
  ],
  [
    'a template that never closes',
    's.yaml:6:28: template.input: not a Jinja template: Unexpected end of input',
    template('{input: "Say {{ input"}'),
  ],
  [
    'a template with one brace',
    's.yaml:6:24: template.input: not a Jinja template: Expected closing expression token',
    template('{input: "{{ input }"}'),
  ],
  [
    'a block that never ends',
    's.yaml:6:23: template.input: not a Jinja template: a block or an expression is not closed',
    template('{input: "{% if input %}x"}'),
  ],
  [
    'an unknown statement',
    's.yaml:9:9: template.input: not a Jinja template: Unknown statement type: fi',
    template('|', '').replace(
      'template: |\n',
      'template:\n      input: |\n        line one\n        {% fi input %}\n',
    ),
  ],
  [
    'a template that names a field no item has',
    's.yaml:6:27: template.input: the template names the field "inptu", which no item has; did you mean "input"?; allowed: input, target, hint',
    template('{input: "{{ inptu }}"}'),
  ],
  [
    'a template that names a field some items lack',
    's.yaml:6:27: template.input: the template names the field "hint", which 1 of 2 items lack, the first at s.yaml:5',
    template('{input: "{{ hint }} {{ input }}"}'),
  ],
  [
    'a field in the third line of a block',
    's.yaml:10:12: template.input: the template names the field "question", which no item has; allowed: input, target, hint',
    template('|', '').replace(
      'template: |\n',
      'template:\n      input: |\n        Question\n        about\n        {{ question }}\n',
    ),
  ],
  [
    'a target template that names an unknown field',
    's.yaml:6:50: template.target: the template names the field "answer", which no item has; allowed: input, target, hint',
    template('{input: "{{ input }}", target: "{{ answer }}"}'),
  ],
  [
    'a template in defaults that names an unknown field',
    's.yaml:4:16: template.input: the template names the field "inputs", which no item has; did you mean "input"?; allowed: input, target',
    `suite: s
defaults:
  template:
    input: "{{ inputs }}"
  metrics: [exact_match]
tasks:
  - {name: t, items: [{input: a, target: A}]}
`,
  ],
  [
    'a filter that Jinja does not have',
    's.yaml:6:23: template.input: the template cannot be rendered: Unknown filter: shout',
    template('{input: "{{ input | shout }}"}'),
  ],
  [
    'an instruction that shows a field',
    's.yaml:6:59: instruction: found a Jinja expression, expected plain text; it is the same for all items',
    template('{input: "{{ input }}", instruction: "Answer {{ input }}."}'),
  ],
  [
    'a template without quotes',
    's.yaml:6:24: not valid YAML: found a list or a mapping as a key; put quotes around a template',
    template('{input: {{ input }}}'),
  ],
  [
    'no template',
    's.yaml:3:5: the task "t" has no template for its input; add for instance template: {input: "{{ input }}"}',
    'suite: s\ntasks:\n  - {name: t, metrics: [exact_match], items: [{input: a, target: A}]}\n',
  ],
  [
    'no metrics',
    's.yaml:3:5: the task "t" has no metrics; add for instance metrics: [exact_match]',
    'suite: s\ntasks:\n  - {name: t, template: {input: "{{ input }}"}, items: [{input: a, target: A}]}\n',
  ],
  [
    'an unknown metric',
    `s.yaml:6:15: metrics: found "exact_mach"; did you mean "exact_match"?; allowed: ${Object.keys(
      scorerVocabulary.metrics,
    )
      .filter((name) => name !== 'custom')
      .join(', ')}, a mapping with a metric`,
    metrics('[exact_mach]'),
  ],
  [
    'an unknown metric with options',
    `s.yaml:6:24: metric: found "perplexity"; allowed: custom, ${Object.keys(scorerVocabulary.metrics).join(', ')}`,
    metrics('[{metric: perplexity, normalise: [trim]}]'),
  ],
  [
    'a metric option it does not have',
    's.yaml:6:40: unknown key "normalise"; allowed: metric, name, extraction',
    metrics('[{metric: digit_accuracy, normalise: [trim]}]'),
  ],
  [
    'an unknown normalisation',
    's.yaml:6:55: normalise: found "lowercase"; did you mean "lower-case"?; allowed: trim, lower-case, collapse-spaces, strip-punctuation, strip-ascii-punctuation, nfkc, number',
    metrics('[{metric: exact_match, normalise: [trim, lowercase]}]'),
  ],
  [
    'a metric of an unknown extraction',
    's.yaml:6:49: unknown extraction "first_lin"; did you mean "first_line"?; allowed: first_line',
    metrics(
      '[{metric: exact_match, extraction: first_lin}]',
      '    extractions: [{name: first_line, type: first-line}]\n',
    ),
  ],
  [
    'two metrics for one column',
    's.yaml:6:28: two metrics would fill the column score_exact_match; give one of them a name, or another extraction',
    metrics('[exact_match, {metric: exact_match, normalise: [trim]}]'),
  ],
  [
    'a primary metric that is not there',
    's.yaml:7:14: unknown primary metric "exact_mtch"; did you mean "exact_match"?; allowed: exact_match',
    metrics('[exact_match]', '    primary: exact_mtch\n'),
  ],
  [
    'a companion that is not continuous',
    's.yaml:7:16: companion: found "contains", which jumps between right and wrong, expected a continuous metric; allowed: edit_similarity',
    metrics('[exact_match, contains, edit_similarity]', '    companion: contains\n'),
  ],
  [
    'an unknown extraction type',
    `s.yaml:7:35: type: found "first_line"; did you mean "first-line"?; allowed: ${Object.keys(scorerVocabulary.extractions).join(', ')}`,
    metrics('[exact_match]', '    extractions: [{name: a, type: first_line}]\n'),
  ],
  [
    'an extraction without its option',
    's.yaml:7:19: missing key "marker", expected text',
    metrics('[exact_match]', '    extractions: [{name: a, type: after-marker}]\n'),
  ],
  [
    'an extraction name with a hyphen',
    's.yaml:7:26: name: found "first-line", expected a name of small letters, digits and _',
    metrics('[exact_match]', '    extractions: [{name: first-line, type: first-line}]\n'),
  ],
  [
    'an extraction name given twice',
    's.yaml:7:50: the extraction name "a" is given twice',
    metrics('[exact_match]', '    extractions: [{name: a, type: whole}, {name: a, type: first-line}]\n'),
  ],
  [
    'a regular expression that is none',
    's.yaml:3:5: extraction regex: Invalid regular expression: /([/u: Unterminated character class',
    metrics('[exact_match]', '    extractions: [{name: a, type: regex, pattern: "(["}]\n'),
  ],
  [
    'a target that a metric cannot score',
    's.yaml:3:5: task t, item 0: target "A" has no number, which digit_accuracy needs',
    metrics('[digit_accuracy]'),
  ],
  [
    'a version that is a number',
    's.yaml:10:14: version: found 1 (number), expected text; put it in quotes: "1"',
    task('version: 1'),
  ],
  [
    'no tokens',
    's.yaml:10:28: max_tokens: found 0 (number), expected a whole number of at least 1',
    task('decoding: {max_tokens: 0}'),
  ],
  [
    'a stop text that is no list',
    's.yaml:10:22: stop: found "\\n", expected a list of texts',
    task('decoding: {stop: "\\n"}'),
  ],
  [
    'a chance above the maximum',
    's.yaml:10:13: chance: found 1, expected less than the maximum, 1',
    task('chance: 1'),
  ],
  [
    'several in one file, from the top down',
    [
      's.yaml:10:11: pool: found 9, but the task "t" has 3 items, so none is left to ask',
      's.yaml:11:14: unknown primary metric "chrf"; allowed: exact_match',
      's.yaml:12:13: chance: found 2, expected less than the maximum, 1',
    ].join('\n'),
    task('pool: 9\nprimary: chrf\nchance: 2').replace('{{ input }}', '{{ inputs }}'),
  ],
]

for (const [name, says, text, files = {}] of cases)
  test(name, () =>
    inFolder({ 's.yaml': text, ...files }, async (folder) => {
      const said = await loadSuites([`${folder}/s.yaml`], suiteOptions).then(
        () => 'nothing',
        (error: Error) => `${error.name}: ${error.message.replaceAll(`${folder}/`, '')}`,
      )
      expect(said).toBe(`InputError: ${says}`)
    }),
  )
