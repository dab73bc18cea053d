import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadSuites } from '../../src/config/load-suite.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { problemFiles } from '../../tasks/reasoning/generate.ts'
import { LANGUAGES } from '../../tasks/reasoning/scenarios.ts'
import { suiteOptions } from '../config/suite-options.ts'
import { scored } from '../fixtures/scored.ts'
import { type RawItem, readItems, tasksFolder } from './items.ts'

interface WordProblem extends RawItem {
  readonly steps: string
  readonly group: string
}

const read = (name: string) => readItems<WordProblem>(`reasoning/${name}.jsonl`)
const SETS = ['word-problems', ...LANGUAGES.map((language) => `problems-${language}`)]

const { tasks } = await loadSuites(
  ['reasoning', 'multilingual'].map((name) => join(tasksFolder, `${name}.yaml`)),
  suiteOptions,
)

test.each([...problemFiles()])('the generator writes %s as it ships, byte for byte', (name, text) => {
  expect(text).toBe(readFileSync(join(tasksFolder, 'reasoning', name), 'utf8'))
})

/** The equations of worked steps: `3 * 4 = 12`. */
const equationsIn = (steps: string) =>
  [...steps.matchAll(/(\d+) ([-+*/]) (\d+) = (\d+)/g)].map(([, a, sign, b, result]) => ({
    a: Number(a),
    sign: sign ?? '',
    b: Number(b),
    result: Number(result),
  }))

const COMPUTE: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

describe.each(SETS)('%s', (name) => {
  const queries = read(name)
  const pool = read(`${name}-pool`)

  test('asks three problems of each of 16 kinds and shows one', () => {
    const counts = (items: readonly WordProblem[]) => [...Map.groupBy(items, ({ group }) => group).values()]
    expect(counts(queries).map((items) => items.length)).toEqual(Array(16).fill(3))
    expect(counts(pool).map((items) => items.length)).toEqual(Array(16).fill(1))
  })

  test('every step is right, and the last one is the answer', () => {
    for (const { id, steps, target } of [...queries, ...pool]) {
      const equations = equationsIn(steps)
      expect([id, equations.length]).toEqual([
        id,
        expect.toSatisfy((count: number) => count >= 2 && count <= 4),
      ])
      for (const { a, sign, b, result } of equations)
        expect([id, COMPUTE[sign]?.(a, b)]).toEqual([id, result])
      expect([id, String(equations.at(-1)?.result)]).toEqual([id, target])
    }
  })

  test('no problem comes twice, and every number of a problem is at least 2', () => {
    const questions = [...queries, ...pool].map(({ input }) => input)
    expect(new Set(questions).size).toBe(questions.length)
    for (const question of questions)
      for (const [number] of question.matchAll(/\d+/g))
        expect([question, Number(number) >= 2]).toEqual([question, true])
  })
})

test('the problems of all languages are the same: ids, answers, numbers and equations', () => {
  const [first, ...others] = LANGUAGES.map((language) => read(`problems-${language}`))
  const numbersOf = ({ input }: WordProblem) =>
    [...input.matchAll(/\d+/g)].map(([number]) => Number(number)).toSorted()
  const factsOf = (problem: WordProblem) => [
    problem.id,
    problem.target,
    numbersOf(problem),
    equationsIn(problem.steps),
  ]
  for (const other of others) expect(other.map(factsOf)).toEqual(first?.map(factsOf))
})

test('the English set and the multilingual sets have no problem in common', () => {
  const multilingual = new Set(
    [...read('problems-en'), ...read('problems-en-pool')].map(({ input }) => input),
  )
  for (const { input } of [...read('word-problems'), ...read('word-problems-pool')])
    expect(multilingual).not.toContain(input)
})

describe.each(tasks)('$name tells wrong from unparsed', (task) => {
  const scorers = compileScorers(task)
  const says = /zh$/.test(task.name)
    ? (answer: string) => `一共有3 + 4 = 7个。答案是${answer}。`
    : /fr$/.test(task.name)
      ? (answer: string) => ` Cela fait 3 + 4 = 7. La réponse est ${answer}.`
      : (answer: string) => ` That makes 3 + 4 = 7. The answer is ${answer}.`

  test.each([
    ['right', '1,200', false, 1],
    ['with a currency', '€1200', false, 1],
    ['wrong', '7', false, 0],
    ['no number', 'unknown', true, 0],
  ])('%s', (_name, answer, unparsed, score) => {
    const made = scored(scorers, says(answer), ['1200'])
    expect([made.unparsed, made.scores.score_exact_match]).toEqual([unparsed, score])
  })

  test('a number in the steps is not taken for the answer', () => {
    const made = scored(scorers, ' That makes 3 + 4 = 7', ['7'])
    expect([made.unparsed, made.scores.score_exact_match, made.scores.score_exact_match_last_number]).toEqual(
      [true, 0, 1],
    )
  })
})
