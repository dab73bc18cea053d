import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomStream } from '../../src/domain/random.ts'
import { type Draw, LANGUAGES, type Language, type Problem, SCENARIOS } from './scenarios.ts'

/** Another seed gives other problems, and then old scores no longer compare: raise the tasks' version. */
const SEED = 1729

/** Of each scenario: one is shown in demonstrations, the others are asked. */
const PROBLEMS_PER_SCENARIO = 4

/** In French, names that begin with a consonant: de and que keep their vowel before them. */
const NAMES: Draw['names'] = [
  { en: 'Emma', zh: '小红', fr: 'Marie' },
  { en: 'Paul', zh: '小刚', fr: 'Paul' },
  { en: 'Lucy', zh: '小丽', fr: 'Lucie' },
  { en: 'Martin', zh: '小明', fr: 'Martin' },
  { en: 'Anna', zh: '小安', fr: 'Sophie' },
  { en: 'Hugo', zh: '小华', fr: 'Louis' },
]

/** Sets of problems that have nothing in common: one for English alone, one told in every language. */
const SETS: readonly { readonly name: string; readonly languages: readonly Language[] }[] = [
  { name: 'word-problems', languages: ['en'] },
  { name: 'problems', languages: LANGUAGES },
]

/** JSON Lines by file name: the queries and the pool of each set and language, always the same bytes. */
export function problemFiles(): Map<string, string> {
  const files = new Map<string, string>()
  const taken = new Set<string>()
  for (const { name, languages } of SETS) {
    const problems = problemsOf(name, taken)
    for (const language of languages) {
      const base = languages.length === 1 ? name : `${name}-${language}`
      files.set(`${base}.jsonl`, toJsonLines(problems.slice(Object.keys(SCENARIOS).length), language))
      files.set(`${base}-pool.jsonl`, toJsonLines(problems.slice(0, Object.keys(SCENARIOS).length), language))
    }
  }
  return files
}

interface NamedProblem extends Problem {
  readonly id: string
  readonly scenario: string
}

/** Rounds of one problem of each scenario, so that the first so many are a fair sample. */
function problemsOf(set: string, taken: Set<string>): NamedProblem[] {
  return Array.from({ length: PROBLEMS_PER_SCENARIO }, (_, round) =>
    randomStream('reasoning', SEED, set, 'order', round)
      .shuffle(Object.keys(SCENARIOS))
      .map((scenario) => problemOf(set, scenario, round, taken)),
  ).flat()
}

function problemOf(set: string, scenario: string, round: number, taken: Set<string>): NamedProblem {
  const stream = randomStream('reasoning', SEED, set, scenario, round)
  for (;;) {
    const problem = SCENARIOS[scenario]?.({
      number: (from, to) => from + stream.int(to - from + 1),
      names: stream.shuffle(NAMES),
    })
    if (problem === undefined || problem.answer < 2 || taken.has(problem.en.question)) continue
    taken.add(problem.en.question)
    return { ...problem, id: `${scenario}-${round}`, scenario }
  }
}

function toJsonLines(problems: readonly NamedProblem[], language: Language): string {
  return problems
    .map(({ id, scenario, answer, [language]: { question, steps } }) => {
      const item = { id, group: scenario, input: question, steps, target: String(answer) }
      return `${JSON.stringify(item)}\n`
    })
    .join('')
}

if (import.meta.main) {
  for (const [name, text] of problemFiles()) writeFileSync(join(import.meta.dirname, name), text)
}
