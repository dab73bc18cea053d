/** CSV cells hold any text but NUL and lone surrogates, which readers and UTF-8 do not survive. */
export function needsJson(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}

/** JSON string with every NUL and lone surrogate escaped (well-formed JSON.stringify does both). */
export function toJsonText(text: string): string {
  return JSON.stringify(text)
}
