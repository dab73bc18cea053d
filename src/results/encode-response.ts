/** CSV cells hold any text but NUL and lone surrogates, which readers and UTF-8 do not survive. */
export function needsJson(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}

/** A label that a server or a task gave, as a cell can hold it: NUL and lone surrogates become U+FFFD. */
export function asLabel(text: string | undefined): string | undefined {
  return text !== undefined && needsJson(text) ? text.toWellFormed().replaceAll('\0', '\ufffd') : text
}

/** JSON string with every NUL and lone surrogate escaped (well-formed JSON.stringify does both). */
export function toJsonText(text: string): string {
  return JSON.stringify(text)
}
