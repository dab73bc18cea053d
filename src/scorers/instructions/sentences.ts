import { annotate, NOT_IN_WORDS, tokensOf } from './punkt-tokens.ts'
import { SPACE, UNICODE_SPACE } from './text-classes.ts'

/** A mark that may end a sentence; group 1 is what follows, group 2 the next word where white space comes first. */
const CANDIDATE = new RegExp(`[.?!](?=(${NOT_IN_WORDS}|[${UNICODE_SPACE}]+([^${UNICODE_SPACE}]+)))`, 'gu')

/** Closing quotes and brackets behind a sentence, which belong to it. */
const CLOSING = new RegExp(
  `^["')\\]}\\u2018\\u2019\\u201c\\u201d\\xab\\xbb]+?(?:[${UNICODE_SPACE}]+|(?=--)|(?=\\n)|$)`,
  'u',
)
const TRAILING_SPACE = new RegExp(`[${SPACE}]+$`, 'u')

interface Span {
  readonly start: number
  readonly end: number
}

interface Candidate {
  /** Behind the mark. */
  readonly end: number
  /** Where the next sentence would begin. */
  readonly next: number
  /** The word before the mark, the mark, and what follows. */
  readonly context: string
}

/**
 * The sentences of an English text, by the decisions of Punkt (Kiss and Strunk 2006, Computational Linguistics 32:4,
 * sections 3 and 4) with its English model: a mark ends a sentence unless the word before it is an abbreviation, an
 * initial or an ordinal whose following word does not look like a beginning.
 */
export function sentencesOf(text: string): readonly string[] {
  const sentences: string[] = []
  let shift = 0
  const spans = [...spansOf(text)]
  for (const [index, span] of spans.entries()) {
    const start = span.start + shift
    const following = spans[index + 1]
    const closing =
      following === undefined ? undefined : CLOSING.exec(text.slice(following.start, following.end))?.[0]
    shift = closing?.length ?? 0
    const end =
      following === undefined || closing === undefined
        ? span.end
        : following.start + closing.replace(TRAILING_SPACE, '').length
    if (start < end) sentences.push(text.slice(start, end))
  }
  return sentences
}

function* spansOf(text: string): Generator<Span> {
  let start = 0
  for (const { context, end, next } of candidatesOf(text)) {
    if (!hasBreak(context)) continue
    yield { start, end }
    start = next
  }
  yield { start, end: text.replace(TRAILING_SPACE, '').length }
}

/** Of marks behind one word, as in `what?!`, the last. */
function* candidatesOf(text: string): Generator<Candidate> {
  let word: Span = { start: 0, end: 0 }
  let held: Candidate | undefined
  for (const match of text.matchAll(CANDIDATE)) {
    const [mark, after = '', nextWord] = match
    const space = lastSpaceIn(text.slice(word.end, match.index))
    const start = space > 0 ? word.end + space + 1 : word.start
    if (held !== undefined && word.end <= start) yield held
    word = { start, end: match.index }
    const end = match.index + mark.length
    held = {
      end,
      next: nextWord === undefined ? end : end + after.length - nextWord.length,
      context: text.slice(start, end) + after,
    }
  }
  if (held !== undefined) yield held
}

function lastSpaceIn(text: string): number {
  return Math.max(...[' ', '\t', '\n', '\r', '\v', '\f'].map((space) => text.lastIndexOf(space)))
}

/** Whether a sentence ends in the text with something behind it. */
function hasBreak(context: string): boolean {
  const tokens = annotate(tokensOf(context))
  return tokens.slice(0, -1).some((token) => token.endsSentence)
}
