/** Digits with commas at thousands or plain, decimals, an exponent. A comma elsewhere separates numbers. */
const NUMBER = /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?/giu

/** A minus just before a number, outside or inside its currency sign, with what stands before the minus. */
const MINUS = /(\S)?(\s*)(?:\p{Sc}\s?)?-(?:\p{Sc}\s?)?$/u

/** The end of an operand, after which a minus without a space subtracts or joins (`7-3`, `GPT-4`). */
const OPERAND_END = /[\p{L}\p{N})\]%]/u

/**
 * The last number in a text as plain digits: `-1234.5` for `−$1,234.5`. Commas at thousands and currency
 * signs are dropped; a minus counts as a sign unless an operand stands right before it (`7-3` ends in 3).
 * Full-width digits (`４２`) count as digits. `undefined` where there is none.
 */
export function lastNumberIn(text: string): string | undefined {
  const plain = withPlainDigits(text)
  let last: RegExpExecArray | undefined
  for (const match of plain.matchAll(NUMBER)) last = match
  if (last === undefined) return undefined
  const before = plain.slice(Math.max(0, last.index - 8), last.index)
  return `${endsInSign(before) ? '-' : ''}${last[0].replaceAll(',', '')}`
}

function endsInSign(before: string): boolean {
  const match = MINUS.exec(before)
  if (match === null) return false
  const [, previous = '', space = ''] = match
  return space !== '' || !OPERAND_END.test(previous)
}

/** Full-width digits, signs and separators, and the minus sign, as their ASCII counterparts. */
function withPlainDigits(text: string): string {
  return text
    .replace(/[\uFF0B-\uFF0E\uFF10-\uFF19]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u2212', '-')
}
