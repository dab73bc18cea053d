import stringWidth from 'string-width'

/** The widest line that is easily read. */
const READABLE = 100

/**
 * A text as lines of the terminal, broken at blanks.
 * @param width of the terminal, in columns; lines are at most 100 wide
 * @param indent blanks before each line
 */
export function wrappedText(text: string, width: number, indent = 0): string[] {
  const room = Math.max(20, Math.min(READABLE, width) - indent)
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || stringWidth(last) + 1 + stringWidth(word) > room) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map((line) => ' '.repeat(indent) + line)
}
