/** `p < 0.001`, `p = 0.012`, `p = 0.34`. */
export function pText(p: number | undefined, name = 'p'): string {
  if (p === undefined || Number.isNaN(p)) return `${name} not known`
  if (p < 0.001) return `${name} < 0.001`
  return `${name} = ${p.toFixed(p < 0.1 ? 3 : 2)}`
}

/** A score or a difference of scores, with a true minus: `−0.04`. */
export function scoreText(score: number, decimals = 2): string {
  const text = score.toFixed(decimals)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')
}

/** `[0.12, 0.30]`; a bound that is not known is a dash. */
export function intervalText(low: number | undefined, high: number | undefined, decimals = 2): string {
  const bound = (value: number | undefined) =>
    value === undefined || !Number.isFinite(value) ? '–' : scoreText(value, decimals)
  return `[${bound(low)}, ${bound(high)}]`
}

/** `97 %`. */
export function percentText(share: number): string {
  return `${scoreText(100 * share, 0)} %`
}

/** `240`, `about 1,300`: two significant digits from a hundred on, for counts that are estimates. */
export function aboutText(count: number): string {
  if (count < 100) return String(count)
  const digits = 10 ** (Math.floor(Math.log10(count)) - 1)
  return `about ${(Math.ceil(count / digits) * digits).toLocaleString('en-US')}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** `1 size`, `2 sizes`. */
export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Three significant digits, for numbers of any size: `4.44e12`, `0.000223`, `518`. */
export function shortText(value: number): string {
  const rounded = Number(value.toPrecision(3))
  const large = Math.abs(rounded) >= 1e6 || (rounded !== 0 && Math.abs(rounded) < 1e-4)
  return large ? rounded.toExponential().replace('e+', 'e').replace('e-', 'e−') : String(rounded)
}
