/**
 * White space as Python and so sacreBLEU know it: Unicode's, and the four information separators; a byte order mark
 * is a character.
 */
const SPACES = `[\\p{White_Space}${String.fromCharCode(0x1c, 0x1d, 0x1e, 0x1f)}]+`
const WHITE_SPACE = new RegExp(SPACES, 'gu')
const TRAILING = new RegExp(`${SPACES}$`, 'u')

/** The words between white space; none of a blank text. */
export function wordsOf(text: string): string[] {
  return text.split(WHITE_SPACE).filter((word) => word !== '')
}

/** The text's characters (code points) but for white space. */
export function charactersOf(text: string): string[] {
  return Array.from(text.replace(WHITE_SPACE, ''))
}

/** The text without white space at its end. */
export function trimmedEnd(text: string): string {
  return text.replace(TRAILING, '')
}
