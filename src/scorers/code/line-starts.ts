/** A line of a text that starts outside every bracket, string and comment of the code before it. */
export interface LineStart {
  /** Offset of its first character, in UTF-16 units. */
  readonly at: number
  /** Its text, without the line end. */
  readonly text: string
}

/** The line that starts at an offset of a text. */
export function lineAt(code: string, at: number): LineStart {
  const end = code.indexOf('\n', at)
  return { at, text: code.slice(at, end === -1 ? undefined : end) }
}

/** Whether a line says nothing: white space alone. */
export function isBlank(text: string): boolean {
  return text.trim() === ''
}
