import { lastNumberIn } from './last-number-in.ts'

/** A text that is one number and nothing else but signs around it: currency, percent, a full stop. */
const NUMBER_ALONE =
  /^[\p{Sc}\s+\-\u2212\uFF0B\uFF0D]*[\d\uFF10-\uFF19.,\uFF0C\uFF0E]+(?:e[+-]?\d+)?\s*[\p{Sc}%.]*$/iu

/**
 * A text that is a single number in its shortest plain form, so that equal numbers are equal strings:
 * `1234.5` for `$1,234.50`, `7` for `007`, `0` for `-0`. `undefined` for any other text.
 */
export function plainNumber(text: string): string | undefined {
  const trimmed = text.trim()
  if (!NUMBER_ALONE.test(trimmed)) return undefined
  const number = lastNumberIn(trimmed)
  return number === undefined ? undefined : shortest(number)
}

/** Works on the digits: a float would lose those after the sixteenth. */
function shortest(number: string): string {
  if (/e/iu.test(number)) return String(Number(number))
  const negative = number.startsWith('-')
  const [whole = '', fraction = ''] = (negative ? number.slice(1) : number).split('.')
  const left = whole.replace(/^0+/u, '') || '0'
  const right = fraction.replace(/0+$/u, '')
  const plain = right === '' ? left : `${left}.${right}`
  return negative && plain !== '0' ? `-${plain}` : plain
}
