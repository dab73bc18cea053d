/**
 * The simulated tokenizer: a digit, a line break, a punctuation mark or a CJK character is one token; a run of
 * letters gives one for every four; a space belongs to the token after it. About four characters of English.
 */
const LETTERS_PER_TOKEN = 4

const NONE = 0
const SPACE = 1
const LETTER = 2

/** By UTF-16 unit, up to the end of Cyrillic: prompts are counted a million times a run. */
const CLASSES = Uint8Array.from({ length: 0x530 }, (_, code) => {
  if (code === 0x20) return SPACE
  const ascii = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
  const beyond = code >= 0xc0 && code !== 0xd7 && code !== 0xf7
  return ascii || beyond ? LETTER : NONE
})

/** Tokens of a text, joined they are the text again. */
export function tokensOf(text: string): string[] {
  const tokens: string[] = []
  let start = 0
  while (start < text.length) {
    const end = tokenEnd(text, start)
    tokens.push(text.slice(start, end))
    start = end
  }
  return tokens
}

/** How many tokens a text has. */
export function countTokens(text: string): number {
  let count = 0
  for (let start = 0; start < text.length; start = tokenEnd(text, start)) count++
  return count
}

function tokenEnd(text: string, start: number): number {
  let at = start
  if (text.charCodeAt(at) === 0x20) at++
  const last = Math.min(at + LETTERS_PER_TOKEN, text.length)
  let end = at
  while (end < last && classOf(text.charCodeAt(end)) === LETTER) end++
  if (end > at || at === text.length) return end
  if (classOf(text.charCodeAt(at)) === SPACE) return at
  return isHighSurrogate(text.charCodeAt(at)) && at + 1 < text.length ? at + 2 : at + 1
}

/** Whether a UTF-16 unit is a letter that runs with others: Latin, Greek or Cyrillic. */
export function isLetter(code: number): boolean {
  return classOf(code) === LETTER
}

function classOf(code: number): number {
  return CLASSES[code] ?? NONE
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00
}
