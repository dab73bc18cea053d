import type { Likelihood } from '../../domain/likelihood.ts'
import { isRecord } from '../http/http-failure.ts'

/** What a choice of an echoed completion turned out to hold. */
export type EchoReading =
  | { readonly state: 'likelihood'; readonly likelihood: Likelihood }
  /** No log-probabilities of the tokens that were sent, or not in the protocol's shape: what is wrong. */
  | { readonly state: 'absent'; readonly problem: string }
  /** They are there, but it cannot be told which of them are the continuation's. */
  | { readonly state: 'unclear'; readonly problem: string }

/** An echo's tokens: those that were sent, and at most one that the server added. */
interface Echo {
  readonly tokens: readonly string[]
  /** ln p; null where nothing stands before the token. */
  readonly logProbabilities: readonly (number | null)[]
  /** Where each token starts, in Unicode code points. */
  readonly starts: readonly number[]
  /** ln p of the likeliest tokens at each place, where the server tells. */
  readonly tops: readonly unknown[]
}

/**
 * Reads the log-probabilities of a continuation from a choice that was asked for with `echo`, `logprobs` and
 * `max_tokens: 1`. Its tokens are those that end after the prompt, by `text_offset`. Offsets are checked: they must
 * ascend, and the server's own token must start exactly where our text ends. Servers that cannot write a part of a
 * character count wrongly there, and are found out by that.
 */
export function readEcho(choice: unknown, prompt: string, continuation: string): EchoReading {
  const echo = echoOf(choice)
  if (echo === undefined) return absent('the answer has no log-probabilities of the text that was sent')
  const whole = prompt + continuation
  const sent = sentTokens(echo, whole)
  if (sent === undefined) return unclear('text_offset does not line up with the text that was sent')
  const { starts, end } = sent
  const border = codePoints(prompt)
  const ends = (place: number): number => (place + 1 < end ? (starts[place + 1] ?? 0) : codePoints(whole))
  const first = starts.findIndex((start, place) => start >= border || ends(place) > border)
  const values = echo.logProbabilities.slice(first, end)
  const known = values.filter((value) => value !== null)
  if (first < 0 || known.length < values.length || known.length === 0)
    return unclear('a token of the text to score has no log-probability: nothing stands before it')
  return {
    state: 'likelihood',
    likelihood: {
      text: continuation,
      logProbability: Math.min(
        0,
        known.reduce((sum, value) => sum + value, 0),
      ),
      tokens: known.length,
      greedy: areLikeliest(known, echo.tops.slice(first, end)),
    },
  }
}

function echoOf(choice: unknown): Echo | undefined {
  if (!isRecord(choice) || !isRecord(choice.logprobs)) return undefined
  const { tokens, token_logprobs: values, text_offset: offsets, top_logprobs: tops } = choice.logprobs
  if (
    !isListOf(tokens, isText) ||
    !isListOf(values, isLogProbability) ||
    !isListOf(offsets, Number.isInteger)
  )
    return undefined
  if (tokens.length < 2 || values.length !== tokens.length || offsets.length !== tokens.length)
    return undefined
  return {
    tokens,
    logProbabilities: values,
    starts: offsets,
    tops: Array.isArray(tops) ? tops : [],
  }
}

/** The tokens of the text that was sent: where they start in it, and how many they are. */
function sentTokens(
  { tokens, starts: offsets }: Echo,
  whole: string,
): { readonly starts: readonly number[]; readonly end: number } | undefined {
  const [opening = ''] = tokens
  // Some servers count the name of a BOS token that they put in front.
  const isBos = !whole.startsWith(opening) && offsets[1] === (offsets[0] ?? 0) + codePoints(opening)
  const shift = (isBos ? offsets[1] : offsets[0]) ?? 0
  const starts = offsets.map((offset) => offset - shift)
  if (starts.some((start, place) => start < (starts[place - 1] ?? start))) return undefined
  const length = codePoints(whole)
  const own = starts.findIndex((start) => start >= length)
  if (own < 0) {
    const last = starts.length - 1
    const end = (starts[last] ?? 0) + codePoints(tokens[last] ?? '')
    return end === length ? { starts, end: tokens.length } : undefined
  }
  return starts[own] === length && own === tokens.length - 1 ? { starts, end: own } : undefined
}

/** Whether each token was the likeliest at its place; undefined where the server does not tell of all. */
function areLikeliest(values: readonly number[], tops: readonly unknown[]): boolean | undefined {
  const highest = tops.flatMap((top) => {
    const known = isRecord(top) ? Object.values(top).filter((value) => typeof value === 'number') : []
    return known.length === 0 ? [] : [Math.max(...known)]
  })
  if (highest.length !== values.length) return undefined
  return values.every((value, place) => value >= (highest[place] ?? Number.POSITIVE_INFINITY))
}

function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

function isListOf<T>(value: unknown, is: (one: unknown) => one is T): value is T[]
function isListOf(value: unknown, is: (one: unknown) => boolean): value is number[]
function isListOf(value: unknown, is: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isLogProbability(value: unknown): value is number | null {
  return value === null || typeof value === 'number'
}

function absent(problem: string): EchoReading {
  return { state: 'absent', problem }
}

function unclear(problem: string): EchoReading {
  return { state: 'unclear', problem }
}
