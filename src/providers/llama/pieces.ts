import type { Vocabulary } from './vocabulary.ts'

/** A tokenised prompt and the text it came from. */
export interface TokenisedText {
  readonly tokens: readonly number[]
  /** The text whose tokens these are. */
  readonly text: string
  /** Tokens at the front that have no text: BOS put there by us. */
  readonly bare: number
}

/**
 * Cuts a prompt's tokens into the pieces that are evaluated one after the other. Each cut falls on the last token
 * boundary at or before its place in the text, so it depends on the prompt alone, and two prompts that begin alike
 * have the same first pieces. The last piece is never empty.
 *
 * Places are found by adding up the tokens' bytes. Where a tokenizer rewrites its text (Unicode normalisation) they
 * may be off, which costs reuse but not the result: what is reused must be equal token by token.
 *
 * @param cuts offsets in `text`, UTF-16 units
 */
export function cutIntoPieces(
  { tokens, text, bare }: TokenisedText,
  cuts: readonly number[],
  vocabulary: Vocabulary,
): number[][] {
  const ends = tokenEnds(tokens, bare, vocabulary)
  const places = [...new Set(cuts.map((cut) => boundaryAt(ends, Buffer.byteLength(text.slice(0, cut)))))]
    .filter((place) => place > bare && place < tokens.length)
    .sort((a, b) => a - b)
  return [0, ...places].map((start, index) => tokens.slice(start, places[index]))
}

/** How many tokens at the front end at or before an offset in the text, UTF-16 units; places as in `cutIntoPieces`. */
export function tokensUpTo(
  { tokens, text, bare }: TokenisedText,
  offset: number,
  vocabulary: Vocabulary,
): number {
  return boundaryAt(tokenEnds(tokens, bare, vocabulary), Buffer.byteLength(text.slice(0, offset)))
}

/** For each token, the UTF-8 offset in the text at which it ends. */
function tokenEnds(tokens: readonly number[], bare: number, vocabulary: Vocabulary): number[] {
  let offset = 0
  let afterMark = true
  return tokens.map((token, index) => {
    if (index < bare) return 0
    offset += vocabulary.bytesOf(token).length
    const isMark = vocabulary.isControl(token)
    if (afterMark && !isMark && vocabulary.addsSpacePrefix) offset -= 1
    afterMark = isMark
    return offset
  })
}

/** How many tokens end at or before the offset. */
function boundaryAt(ends: readonly number[], offset: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? Number.POSITIVE_INFINITY) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
