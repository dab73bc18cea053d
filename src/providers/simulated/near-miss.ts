import { hashNumber } from './chance.ts'
import { isLetter } from './tokens.ts'

/**
 * A wrong token close to the right one: one of its characters becomes its neighbour, a digit one more or one
 * less, a letter the one before or after. White space stays. Which character, and which way, is the hash's choice.
 */
export function nearMiss(token: string, hash: number): string {
  const characters = [...token]
  const candidates = characters.keys().filter((at) => characters[at]?.trim() !== '')
  const places = [...candidates]
  const place = places[(hash >>> 1) % places.length]
  if (place === undefined) return token
  const step = hashNumber(hash, 0) & 1 ? 1 : -1
  characters[place] = neighbour(characters[place] ?? '', step)
  return characters.join('')
}

function neighbour(character: string, step: number): string {
  const code = character.codePointAt(0) ?? 0
  if (code >= 0x30 && code <= 0x39) return within(code, step, 0x30, 0x39)
  if (code >= 0x41 && code <= 0x5a) return within(code, step, 0x41, 0x5a)
  if (code >= 0x61 && code <= 0x7a) return within(code, step, 0x61, 0x7a)
  // Beyond Latin-1, upper and lower case alternate in many alphabets: two steps stay in the same case.
  if (code >= 0x100 && isLetter(code)) return String.fromCodePoint(code + 2 * step)
  const moved = code + step
  const impossible = (moved >= 0xd800 && moved < 0xe000) || moved > 0x10ffff || moved <= 0x20
  return String.fromCodePoint(impossible ? code - step : moved)
}

/** The neighbour in the range; at its end, the other one. */
function within(code: number, step: number, first: number, last: number): string {
  const moved = code + step
  return String.fromCharCode(moved < first || moved > last ? code - step : moved)
}
