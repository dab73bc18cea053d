import type { FinishReason } from '../../domain/provider.ts'

/** What came out of a model that writes these tokens and then ends. */
export interface Emitted {
  readonly text: string
  readonly finishReason: FinishReason
  /** Tokens written, those of a stop string included. */
  readonly tokens: number
}

/** Ends a response at the first stop string, or at the token limit. */
export function emit(tokens: readonly string[], stop: readonly string[], maxTokens: number): Emitted {
  const written = tokens.slice(0, maxTokens)
  const text = written.join('')
  const cut = firstStop(text, stop)
  if (cut !== undefined)
    return {
      text: text.slice(0, cut.start),
      finishReason: 'stop',
      tokens: tokensUntil(written, cut.end),
    }
  return { text, finishReason: written.length < tokens.length ? 'length' : 'stop', tokens: written.length }
}

function firstStop(text: string, stop: readonly string[]): { start: number; end: number } | undefined {
  let first: { start: number; end: number } | undefined
  for (const ending of stop) {
    const start = ending === '' ? -1 : text.indexOf(ending)
    if (start >= 0 && (first === undefined || start < first.start))
      first = { start, end: start + ending.length }
  }
  return first
}

/** How many tokens had been written when the text was this long. */
function tokensUntil(tokens: readonly string[], length: number): number {
  let written = 0
  let count = 0
  while (written < length && count < tokens.length) {
    written += tokens[count]?.length ?? 0
    count++
  }
  return count
}
