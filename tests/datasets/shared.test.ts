import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkShots } from '../../src/config/check-shots.ts'
import { loadSuites } from '../../src/config/load-suite.ts'
import { renderPrompt } from '../../src/prompts/render-prompt.ts'
import { drawFor } from '../../src/run/draw.ts'
import { suiteOptions } from '../config/suite-options.ts'
import { describeWith, pathOf } from '../real-parts.ts'

/** Queries, items of the pool, shots, and what the prompt with them looks like. */
const TASKS: readonly (readonly [string, number, number, number, RegExp])[] = [
  ['bbh-boolean-expressions', 97, 3, 3, /^(?:Q: [^\n]* is\nA: (?:True|False)\n\n){3}Q: [^\n]* is\nA:$/],
  ['bbh-logical-deduction', 197, 3, 1, /^Q: [\s\S]*\(C\)[\s\S]*\nA: \([A-E]\)\n\nQ: [\s\S]*\nA:$/],
  ['bbh', 2160, 540, 3, /^(?:Q: [\s\S]*?\nA: [^\n]+\n\n){3}Q: [\s\S]*\nA:$/],
  [
    'bigbench-arithmetic',
    196,
    4,
    2,
    /^(?:\nQ: What is \d+ plus \d+\?\nA: \d+\n){2}\nQ: What is \d+ plus \d+\?\nA: $/,
  ],
  ['bigbench-arithmetic-choices', 196, 4, 0, /^\nQ: What is \d+ plus \d+\?\nA: $/],
  ['bigbench-ipa', 999, 4, 1, /^\n\n(?:IPA|English): [\s\S]*\n\n(?:IPA|English): [^\n]*$/],
  [
    'bigbench-logical-deduction',
    196,
    4,
    1,
    /^(?:The following paragraphs[\s\S]*?\n(?:- [^\n]+\n){5}Answer:(?: [^\n]+\n\n)?){2}$/,
  ],
  ['bigbench-modified-arithmetic', 200, 0, 0, /^In the following lines[\s\S]*\n\d+ \+ \d+ -> $/],
  ['bigbench-unnatural', 196, 4, 2, /^(?:Input: [\d-]+\nOutput: ![\d!]+\n){2}Input: [\d-]+\nOutput: $/],
  [
    'bigbench-word-unscrambling',
    1496,
    4,
    1,
    /^\nQ: The word \S+ is a scrambled [^\n]*\nA: \S+\n\nQ: The word [^\n]*\nA: $/,
  ],
  [
    'gsm8k',
    100,
    300,
    8,
    /^(?:Question: [\s\S]*?\nAnswer: [\s\S]*?\nThe answer is \d+\.\n\n){8}Question: [\s\S]*\nAnswer:$/,
  ],
  ['humaneval-python', 164, 0, 0, /^[\s\S]*def \w+\([\s\S]*"""\n$/],
  ['humaneval-javascript', 161, 0, 0, /^\/\*\*\n[\s\S]*\nfunction \w+\([^)]*\) ?\{\n$/],
  ['humaneval-javascript-verified', 147, 4, 1, /^\/\*\*\n[\s\S]*\n\}\n\n\n\/\*\*[\s\S]*\{\n$/],
  ['ifeval', 541, 0, 0, /^Write a 300\+ word summary/],
  [
    'mgsm-en',
    250,
    8,
    1,
    /^Question: [^\n]*\nStep-by-Step Answer: [^\n]* The answer is \d+\.\n\nQuestion: [^\n]*\nStep-by-Step Answer:$/,
  ],
  [
    'mgsm-fr',
    250,
    8,
    1,
    /^Question : [^\n]*\nRéponse étape par étape : [^\n]* La réponse est \d+\.\n\nQuestion : /,
  ],
  ['mgsm-zh', 250, 8, 1, /^问题：[^\n]*\n逐步解答：[^\n]*答案是 \d+。\n\n问题：[^\n]*\n逐步解答：$/],
  ['synth-arithmetic', 192, 8, 1, /^Q: What is \d+ minus \d+\?\nA: -?\d+\n\nQ: What is \d+ minus \d+\?\nA:$/],
  ['synth-scramble', 192, 8, 1, /^\w+ = \w+\n\n\w+ =$/],
  ['tatoeba-de-en', 992, 8, 1, /^German: [^\n]+\nEnglish: [^\n]+\n\nGerman: [^\n]+\nEnglish:$/],
  ['tatoeba-fr-en', 992, 8, 1, /^French: [^\n]+\nEnglish: [^\n]+\n\nFrench: [^\n]+\nEnglish:$/],
  ['tatoeba-zh-en', 905, 8, 1, /^Chinese: [^\n]+\nEnglish: [^\n]+\n\nChinese: [^\n]+\nEnglish:$/],
]

/** Of an example: its data file, its shots, and what its prompt looks like. */
const EXAMPLES: readonly (readonly [string, string, number, RegExp])[] = [
  ['humaneval', 'humaneval_python', 0, /def \w+\([\s\S]*"""\n$/],
  [
    'gsm8k',
    'gsm8k_test',
    8,
    /^(?:Question: [^\n]+\nAnswer: [^\n]+ The answer is \d+\.\n\n){8}Question: [\s\S]+\nAnswer:$/,
  ],
  [
    'tatoeba-zh-en',
    'tatoeba_zh_en',
    4,
    /^(?:Chinese: [^\n]+\nEnglish: [^\n]+\n\n){4}Chinese: [^\n]+\nEnglish:$/,
  ],
]

function promptOf(task: Awaited<ReturnType<typeof loadSuites>>['tasks'][number], shots: number): string {
  const [query] = task.queries
  if (query === undefined) throw new Error('nothing is asked')
  const condition = {
    task,
    rendering: 'raw',
    instruction: 'off',
    control: 'gold',
    sampling: 'shared',
    draw: 0,
  } as const
  const { demonstrations } = drawFor(condition, 1, query)
  const shown = demonstrations.slice(0, shots)
  const prompt = renderPrompt('raw', {
    template: task.template,
    instruction: 'off',
    demonstrations: shown,
    query,
  })
  return prompt.rendering === 'raw' ? prompt.text : ''
}

describeWith(['shared'], 'data sets', async () => {
  const { tasks } = await loadSuites(
    globSync(join(import.meta.dirname, 'shared/*.yaml')).sort(),
    suiteOptions,
  )
  const data = join(pathOf('shared'), 'data/tasks')

  test('every file is read by some task', () => {
    const read = globSync(join(import.meta.dirname, 'shared/*.yaml')).map((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\w+\.jsonl/g)].map(([name]) => name),
    )
    const files = globSync('*.jsonl', { cwd: data })
    expect(files.length).toBeGreaterThan(20)
    expect([...new Set(read.flat())].sort()).toEqual(files.sort())
  })

  test.each(TASKS)('%s', (name, queries, pool, shots, looks) => {
    const task = tasks.find((candidate) => candidate.name === name)
    if (task === undefined) throw new Error(`no task ${name}`)
    expect([task.queries.length, task.pool.length]).toEqual([queries, pool])
    checkShots([task], () => [shots])
    expect(promptOf(task, shots)).toMatch(looks)
  })

  test('a list of targets is kept, and the first is shown', () => {
    const task = tasks.find(({ name }) => name === 'bigbench-word-unscrambling')
    const several = [...(task?.pool ?? []), ...(task?.queries ?? [])].filter(
      ({ targets }) => targets.length > 1,
    )
    expect(several).toHaveLength(231)
  })

  test('each choice list holds its target', () => {
    const task = tasks.find(({ name }) => name === 'bigbench-logical-deduction')
    expect(task?.likelihood).toEqual({ of: 'choices' })
    for (const { choices, targets } of task?.queries ?? []) {
      expect(choices).toHaveLength(5)
      expect(choices).toContain(targets[0])
    }
  })

  describe('examples', () => {
    test.each(EXAMPLES)('%s', async (name, file, shots, looks) => {
      const { suites, tasks: made } = await loadSuites(
        [join(import.meta.dirname, `../../examples/${name}.yaml`)],
        { ...suiteOptions, env: { DATA: join(data, `${file}.jsonl`) } },
      )
      const [task] = made
      if (task === undefined) throw new Error(`no task in ${name}`)
      expect(suites[0]?.run).toEqual({ shots: [shots] })
      expect(task.queries).toHaveLength(100)
      expect(promptOf(task, shots)).toMatch(looks)
    })
  })
})
