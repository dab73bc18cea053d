/**
 * Character classes of Unicode text as the reference checkers of instructions understand them: bodies for `[…]` in
 * expressions with the flag `u`. JavaScript's own `\s`, `\w` and `\b` differ from these outside ASCII.
 */

/** White space, information separators included. */
export const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

/** Letters, numbers and the underscore; no combining marks. */
export const WORD = '\\p{L}\\p{N}_'

/**
 * Word characters of Unicode's UTS 18, combining marks included: for counting words and finding sentences, which the
 * reference leaves to NLTK and its own expression engine.
 */
export const UNICODE_WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}'

/** Those that are no decimal digit. */
export const UNICODE_LETTER = '\\p{Alphabetic}\\p{M}\\p{Pc}\\p{Join_Control}'

/** White space of UTS 18. */
export const UNICODE_SPACE = '\\p{White_Space}'

const AROUND = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'gu')
const ONLY_SPACE = new RegExp(`^[${SPACE}]*$`, 'u')
const SPACES = new RegExp(`[${SPACE}]+`, 'u')

/** Without white space at both ends. */
export function strip(text: string): string {
  return text.replace(AROUND, '')
}

/** Whether there is nothing but white space. */
export function isBlank(text: string): boolean {
  return ONLY_SPACE.test(text)
}

/** The pieces between white space. */
export function wordsOf(text: string): readonly string[] {
  return text.split(SPACES).filter((word) => word !== '')
}

/** Whether there is an upper-case letter and no lower-case or title-case one. */
export function isUpperCase(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text)
}

/** Whether there is a lower-case letter and no upper-case or title-case one. */
export function isLowerCase(text: string): boolean {
  return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text)
}

/** The text for an expression that matches it as it stands. */
export function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}
