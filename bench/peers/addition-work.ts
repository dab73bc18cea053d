import { writeFileSync } from 'node:fs'

/** One sum to ask, and its answer. */
export interface Sum {
  readonly input: string
  readonly target: string
}

/** What every tool is given: the same five demonstrations, the same questions. */
export interface AdditionWork {
  readonly demonstrations: readonly Sum[]
  readonly items: readonly Sum[]
}

export const MAX_TOKENS = 8
export const CONCURRENCY = 32
const SHOTS = 5

/** `trials` different additions of three-digit numbers, and five others to show. */
export function additionWork(trials: number): AdditionWork {
  const sums = Array.from({ length: trials + SHOTS }, (_, n) => sumAt(n))
  return { demonstrations: sums.slice(0, SHOTS), items: sums.slice(SHOTS) }
}

// 7919 is prime to 900 × 900: no two n give the same sum.
function sumAt(n: number): Sum {
  const place = (n * 7919 * 31) % 810_000
  const a = 100 + (place % 900)
  const b = 100 + Math.floor(place / 900)
  return { input: `${a} + ${b}`, target: String(a + b) }
}

/** A question as it stands in the prompt. */
export const question = (input: string): string => `Q: ${input}\nA:`

/** The part of the prompt that all questions share: five questions with their answers, and a blank line. */
export function shown({ demonstrations }: AdditionWork): string {
  return demonstrations.map(({ input, target }) => `${question(input)} ${target}\n\n`).join('')
}

/** Whether a response is the right answer, and nothing else. */
export const isRight = (response: string, { target }: Sum): boolean => response.trim() === target

/** One JSON object a line. */
export function writeJsonl(path: string, rows: readonly object[]): void {
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}

/** The suite file of the work. @param demonstrations how the five are chosen from the pool */
export function additionSuite(name: string, demonstrations: 'first' | 'random'): string {
  return `suite: ${name}
tasks:
  - name: addition
    version: "1"
    items: items.jsonl
    pool: pool.jsonl
    demonstrations: ${demonstrations}
    template:
      input: "Q: {{ input }}\\nA:"
      target: "{{ target }}"
      target_delimiter: " "
      demonstration_delimiter: "\\n\\n"
    decoding: { max_tokens: ${MAX_TOKENS}, temperature: 0 }
    extractions: [{ name: whole, type: whole }]
    metrics: [{ metric: exact_match, normalise: [trim] }]
    chance: 0
    maximum: 1
`
}
