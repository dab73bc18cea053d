/** A run of text, or one character that would not be seen or would turn the text around it, by its name. */
export type TextPart = { readonly text: string } | { readonly mark: string; readonly title: string }

// Controls but tab and line feed; directional marks, embeddings and isolates; zero-width ones; separators; lone surrogates.
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/gu

/** Splits a text so that characters which hide or reorder are shown by their code points, and do nothing. */
export function visibleParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const { 0: char, index } of text.matchAll(HIDDEN)) {
    if (index > from) parts.push({ text: text.slice(from, index) })
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    parts.push({ mark: `U+${code}`, title: `the character U+${code}` })
    from = index + char.length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}
