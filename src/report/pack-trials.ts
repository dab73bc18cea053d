import type { Likelihood } from '../domain/likelihood.ts'
import type { Prompt } from '../domain/prompt.ts'
import type { Result } from '../domain/result.ts'
import type { ReportTrial } from './report-input.ts'
import type { TrialKind } from './trial-sample.ts'

/** The trials of a page as lists by column, each text once: small when compressed. Texts are numbers in `texts`; −1 is none. */
export interface PackedTrials {
  readonly texts: readonly string[]
  /** Each a list of pieces; a piece that opens a message is `role` and number. */
  readonly prompts: readonly (readonly (number | string)[])[]
  readonly scoreColumns: readonly string[]
  readonly trials: readonly PackedTrial[]
}

/**
 * cell, kind, item, draw, repeat, outcome, finish reason, response, reasoning, answer, target, error, prompt, scores by
 * column, prompt tokens, completion tokens, latency in ms, cost in USD, likelihoods.
 */
export type PackedTrial = readonly [
  cell: number,
  kind: number,
  item: number,
  draw: number,
  repeat: number,
  outcome: number,
  finish: number,
  response: number,
  reasoning: number,
  answer: number,
  target: number,
  error: number,
  prompt: number,
  scores: readonly (number | null)[],
  promptTokens: number | null,
  completionTokens: number | null,
  latencyMs: number | null,
  costUsd: number | null,
  likelihoods: readonly Likelihood[] | null,
]

/** In the order of their numbers in a packed trial. */
export const KINDS: readonly TrialKind[] = ['no_answer', 'wrong', 'right']

/** Packs trials; texts of more than `textLimit` characters are cut in the middle, and say how much is missing. */
export function packTrials(
  trials: readonly ReportTrial[],
  options: {
    readonly textLimit: number
    readonly cellOf: (result: Result) => number
    readonly kindOf: (result: Result) => TrialKind
  },
): PackedTrials {
  const texts = numbering<string>((text) => text)
  const prompts = numbering<readonly (number | string)[]>((pieces) => pieces.join(' '))
  const columns = numbering<string>((name) => name)
  const textOf = (text: string | undefined) =>
    text === undefined ? -1 : texts.numberOf(cutText(text, options.textLimit))
  const packed = trials.map(({ result, prompt }): PackedTrial => {
    const scores: (number | null)[] = []
    for (const [column, score] of Object.entries(result.scores))
      scores[columns.numberOf(column.replace(/^score_/u, ''))] = Number(score.toPrecision(4))
    return [
      options.cellOf(result),
      KINDS.indexOf(options.kindOf(result)),
      textOf(result.item),
      result.draw,
      result.repeat,
      textOf(result.outcome),
      textOf(result.finishReason),
      textOf(result.response),
      textOf(result.reasoning),
      textOf(result.answer),
      textOf(result.target),
      textOf(result.error),
      prompt === undefined ? -1 : prompts.numberOf(promptPieces(prompt, textOf)),
      Array.from(scores, (score) => score ?? null),
      result.promptTokens ?? null,
      result.completionTokens ?? null,
      result.latencyMs === undefined ? null : Math.round(result.latencyMs),
      result.costUsd === undefined ? null : Number(result.costUsd.toPrecision(4)),
      result.likelihoods?.map((one) => ({ ...one, text: cutText(one.text, options.textLimit) })) ?? null,
    ]
  })
  return { texts: texts.list, prompts: prompts.list, scoreColumns: columns.list, trials: packed }
}

/** Cut where demonstrations end, so that prompts share their pieces. */
function promptPieces(prompt: Prompt, numberOf: (text: string) => number): (number | string)[] {
  if (prompt.rendering === 'raw') return cutAt(prompt.text, prompt.cuts).map(numberOf)
  return prompt.messages.flatMap(({ role, content, cuts }) => [role, ...cutAt(content, cuts).map(numberOf)])
}

function cutAt(text: string, cuts: readonly number[]): string[] {
  const ends = [...new Set([...cuts, text.length])].sort((a, b) => a - b)
  return ends
    .map((end, index) => text.slice(index === 0 ? 0 : (ends[index - 1] ?? 0), end))
    .filter((piece) => piece !== '')
}

/** A text of at most about `limit` characters: its beginning and its end, and between them how much was cut. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const head = Math.ceil(limit * 0.7)
  const tail = limit - head
  const start = text.slice(0, head)
  const end = tail === 0 ? '' : text.slice(-tail)
  return `${start}\n[… ${text.length - head - tail} characters cut here; trials.csv has them …]\n${end}`
}

/** Numbers values in the order in which they first come. */
function numbering<T>(keyOf: (value: T) => string) {
  const numbers = new Map<string, number>()
  const list: T[] = []
  return {
    list,
    numberOf: (value: T): number => {
      const key = keyOf(value)
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, list.length)
      return list.push(value) - 1
    },
  }
}
