import type { SimulatedSettingsInput } from '../../src/providers/simulated/settings.ts'

/** The accuracy of a token by size, as the simulated provider's settings declare it. */
type TokenCurve = NonNullable<SimulatedSettingsInput['truth']>

/** What a simulated skill is in truth. */
export interface Truth {
  readonly name: string
  readonly says: string
  /**
   * `smooth`: `emergent` would be false. `jump`: `emergent` is right. `narrow`: a smooth rise of under two gaps, and a
   * kink, which the sizes can hardly tell from a jump.
   */
  readonly kind: 'smooth' | 'jump' | 'narrow'
  /** Digits of an answer, item by item in turn; an answer is right if all are. */
  readonly digits: readonly number[]
  /** Score of guessing; an answer that can be guessed is one letter of 1 ÷ chance. */
  readonly chance: number
  readonly token: (sizes: readonly number[]) => TokenCurve
}

const SHORT = [3, 4, 5, 6]

/** The truths of the table, in its order. */
export const TRUTHS: readonly Truth[] = [
  smooth('flat', 'flat, each digit right with .3', SHORT, () => ({ kind: 'flat', level: 0.3 })),
  { ...smooth('flat-4-way', 'flat at the chance of 4 choices', [1], flatAtChance), chance: 0.25 },
  smooth('line', 'straight line in log N, .02 to .52', [1], (sizes) => ({
    ...{ kind: 'linear', floor: 0.02, ceiling: 0.52 },
    ...{ from: first(sizes), to: last(sizes) },
  })),
  smooth('logistic-weak', 'logistic, .12 to .50', [1], logistic(0.12, 0.5)),
  smooth('logistic-moderate', 'logistic, .05 to .88', [1], logistic(0.05, 0.88)),
  smooth('logistic-steep', 'logistic, .0025 to .95', [1], logistic(0.0025, 0.95)),
  {
    ...smooth('logistic-4-way', 'logistic above the chance of 4 choices, .26 to .93', [1], (sizes) => ({
      ...logistic(0.02, 0.9)(sizes),
      floor: 0.25,
    })),
    chance: 0.25,
  },
  smooth('power-law', 'power-law token, 3 to 6 digits', SHORT, powerLaw(0.12, 0.92)),
  smooth('power-law-8', 'power-law token, 8 digits', [8], powerLaw(0.12, 0.92)),
  smooth('logistic-token', 'logistic token, 3 to 6 digits', SHORT, logistic(0.15, 0.97)),
  smooth('logistic-token-4', 'logistic token, 4 digits', [4], logistic(0.1, 0.95)),
  jump('jump', 'jump, token .15 to .90', [4], 0.15, 0.9),
  jump('jump-small', 'jump, token .15 to .72', [4], 0.15, 0.72),
  jump('jump-one-token', 'jump, one token .02 to .60', [1], 0.02, 0.6),
  { ...jump('jump-4-way', 'jump from the chance of 4 choices, .25 to .70', [1], 0.25, 0.7), chance: 0.25 },
  jump('jump-on-trend', 'jump on a trend, token .25 to .85 and .05 a decade', [4], 0.25, 0.85, 0.05),
  {
    ...smooth('kink', 'kink: flat at .15, then straight to .95', [4], (sizes) => ({
      ...{ kind: 'kink', floor: 0.15, ceiling: 0.95 },
      ...{ at: sizes[jumpGap(sizes)] ?? Number.NaN, to: last(sizes) },
    })),
    kind: 'narrow',
  },
  ...[1, 1.5, 2, 2.5, 3].map((gaps) => ({
    ...smooth(`width-${gaps}`, `logistic token ${gaps} gaps wide`, [4], ofWidth(gaps)),
    kind: gaps < 2 ? ('narrow' as const) : ('smooth' as const),
  })),
  // Where such a curve looks most like a jump: around the widest gap, and cut off by the largest size.
  smooth('width-2-widest', 'logistic token 2 gaps wide, about the widest gap', [4], ofWidth(2, widestGap)),
  smooth('width-2-last', 'logistic token 2 gaps wide, about the last gap', [4], ofWidth(2, lastGap)),
]

function smooth(name: string, says: string, digits: readonly number[], token: Truth['token']): Truth {
  return { name, says, kind: 'smooth', digits, chance: 0, token }
}

function jump(
  name: string,
  says: string,
  digits: readonly number[],
  floor: number,
  ceiling: number,
  slope = 0,
): Truth {
  const token: Truth['token'] = (sizes) => {
    const at = Math.round(10 ** middleOf(sizes, jumpGap(sizes)))
    return { kind: 'jump', floor, ceiling, at, slope }
  }
  return { ...smooth(name, says, digits, token), kind: 'jump' }
}

function flatAtChance(): TokenCurve {
  return { kind: 'flat', level: 0.25 }
}

/** A logistic in log N, from 0 to 1, that has these values at the smallest and the largest size. */
function logistic(low: number, high: number) {
  return (sizes: readonly number[]) => {
    const slope = (logit(high) - logit(low)) / (log(last(sizes)) - log(first(sizes)))
    return {
      kind: 'logistic' as const,
      ceiling: 1,
      midpoint: 10 ** (log(first(sizes)) - logit(low) / slope),
      width: (2 * Math.log(9)) / slope,
    }
  }
}

/** A logistic that takes so many mean gaps from 10 % to 90 %, centred in a gap. */
function ofWidth(gaps: number, gapOf: (sizes: readonly number[]) => number = jumpGap) {
  return (sizes: readonly number[]): TokenCurve => ({
    kind: 'logistic',
    ceiling: 0.97,
    midpoint: 10 ** middleOf(sizes, gapOf(sizes)),
    width: (gaps * (log(last(sizes)) - log(first(sizes)))) / (sizes.length - 1),
  })
}

/** A cross-entropy of a token that falls as a power of size, through these accuracies at both ends. */
function powerLaw(low: number, high: number) {
  return (sizes: readonly number[]): TokenCurve => {
    const range = log(last(sizes)) - log(first(sizes))
    const exponent = Math.log10(Math.log(low) / Math.log(high)) / range
    const scale = first(sizes) * (-Math.log(low)) ** (1 / exponent)
    return { kind: 'power-law', scale, exponent, floor: 0, ceiling: 1 }
  }
}

/** The gap in which skills jump, by the last size left of it: that after 3 of 5 sizes, and after 5 of 8. */
function jumpGap(sizes: readonly number[]): number {
  return Math.ceil(sizes.length * 0.6) - 1
}

/** The widest gap of the upper half of sizes. */
function widestGap(sizes: readonly number[]): number {
  const gaps = sizes.slice(1).map((size, left) => log(size) - log(sizes[left] ?? Number.NaN))
  const half = Math.floor(gaps.length / 2)
  return half + gaps.slice(half).indexOf(Math.max(...gaps.slice(half)))
}

function lastGap(sizes: readonly number[]): number {
  return sizes.length - 2
}

function middleOf(sizes: readonly number[], gap: number): number {
  return (log(sizes[gap] ?? Number.NaN) + log(sizes[gap + 1] ?? Number.NaN)) / 2
}

function first(sizes: readonly number[]): number {
  return sizes[0] ?? Number.NaN
}

function last(sizes: readonly number[]): number {
  return sizes.at(-1) ?? Number.NaN
}

function log(size: number): number {
  return Math.log10(size)
}

function logit(p: number): number {
  return Math.log(p / (1 - p))
}
