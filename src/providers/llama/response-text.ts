/** The text of an answer while its tokens arrive. */
export interface ResponseText {
  /** Adds a token's bytes. Returns true once a stop string has been met: what follows it is dropped. */
  add(bytes: Uint8Array): boolean
  /** The text so far, without the stop string; a last character whose bytes have not all arrived is left out. */
  readonly text: string
}

/**
 * Decodes an answer as one stream of bytes, since a character or a stop string may straddle tokens. Of several stop
 * strings, the one that begins first ends the answer.
 */
export function responseText(stop: readonly string[]): ResponseText {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const stops = stop.filter((text) => text !== '')
  const longest = Math.max(0, ...stops.map((text) => text.length))
  let text = ''
  return {
    add(bytes) {
      const from = Math.max(0, text.length - longest + 1)
      text += decoder.decode(bytes, { stream: true })
      const found = stops.map((end) => text.indexOf(end, from)).filter((place) => place >= 0)
      if (found.length === 0) return false
      text = text.slice(0, Math.min(...found))
      return true
    },
    get text() {
      return text
    },
  }
}
