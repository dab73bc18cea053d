import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RandomStream, randomStream } from '../../src/domain/random.ts'

/** Another seed gives other problems, and then old scores no longer compare: raise the tasks' version. */
const SEED = 2005

/** 16 of them become demonstrations; 200 are asked. */
const PROBLEMS_PER_TASK = 216

interface Problem {
  readonly id: string
  readonly input: string
  readonly target: string
  /** Equal for problems that are the same up to the order of addends or factors: only one of them is kept. */
  readonly sameAs: string
}

type Sign = '+' | '-' | '*'

const WORDS: Record<Sign, string> = { '+': 'plus', '-': 'minus', '*': 'times' }

const COMPUTE: Record<Sign, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
}

/**
 * The tasks of Brown et al. 2020 (arXiv:2005.14165), section 3.9.1: operands uniform on [0, 10^digits), so
 * that a number may be shorter than the task's name says.
 */
const TASKS: readonly (readonly [name: string, sample: (stream: RandomStream) => Problem])[] = [
  ...[2, 3, 4, 5].map((digits) => [`add-${digits}-digit`, binary('+', digits)] as const),
  ...[2, 3, 4, 5].map((digits) => [`subtract-${digits}-digit`, binary('-', digits)] as const),
  ['multiply-2-digit', binary('*', 2)],
  ['composite-1-digit', composite],
]

function binary(sign: Sign, digits: number): (stream: RandomStream) => Problem {
  return (stream) => {
    const a = stream.int(10 ** digits)
    const b = stream.int(10 ** digits)
    return {
      id: `${a}-${WORDS[sign]}-${b}`,
      input: `What is ${a} ${WORDS[sign]} ${b}?`,
      target: String(COMPUTE[sign](a, b)),
      sameAs: sign === '-' ? `${a} ${b}` : `${Math.min(a, b)} ${Math.max(a, b)}`,
    }
  }
}

/** Three digits and two signs, all uniform, with parentheses around the last two digits. */
function composite(stream: RandomStream): Problem {
  const signs: readonly Sign[] = ['+', '-', '*']
  const sign = (): Sign => signs[stream.int(signs.length)] ?? '+'
  const [a, b, c] = [stream.int(10), stream.int(10), stream.int(10)]
  const [outer, inner] = [sign(), sign()]
  const expression = `${a}${outer}(${b}${inner}${c})`
  return {
    id: `${a}-${WORDS[outer]}-${b}-${WORDS[inner]}-${c}`,
    input: `What is ${expression}?`,
    target: String(COMPUTE[outer](a, COMPUTE[inner](b, c))),
    sameAs: expression,
  }
}

/** JSON Lines of each arithmetic task by file name: always the same bytes. */
export function arithmeticFiles(): Map<string, string> {
  return new Map(TASKS.map(([name, sample]) => [`${name}.jsonl`, toJsonLines(problemsOf(name, sample))]))
}

function problemsOf(name: string, sample: (stream: RandomStream) => Problem): Problem[] {
  const stream = randomStream('arithmetic', SEED, name)
  const problems = new Map<string, Problem>()
  while (problems.size < PROBLEMS_PER_TASK) {
    const problem = sample(stream)
    if (!problems.has(problem.sameAs)) problems.set(problem.sameAs, problem)
  }
  return [...problems.values()]
}

function toJsonLines(problems: readonly Problem[]): string {
  return problems.map(({ id, input, target }) => `${JSON.stringify({ id, input, target })}\n`).join('')
}

if (import.meta.main) {
  for (const [name, text] of arithmeticFiles()) writeFileSync(join(import.meta.dirname, name), text)
}
