import { lastNumberIn } from '../last-number-in.ts'
import { bestOver, type MetricEntry } from '../metric-entry.ts'

/**
 * The share of digits that are right: the last number of the answer against the target's, aligned at the
 * decimal point, over as many places as the longer of the two has; a sign counts as one more place where
 * either is negative. 1 exactly where the numbers are equal; 0 where the answer has no number.
 */
export const digitAccuracy: MetricEntry = {
  kind: 'continuous',
  level: 'trial',
  unit: 'fraction',
  description: 'share of digits right, aligned at the decimal point, over the longer of answer and target',
  options: {},
  create: () => ({
    level: 'trial',
    name: 'digit_accuracy',
    kind: 'continuous',
    unit: 'fraction',
    score: (answer, targets) => {
      const given = digitsOf(answer)
      return given === undefined ? 0 : bestOver(targets, (target) => shareRight(given, digitsOf(target)))
    },
  }),
  targetProblem: (target) => (digitsOf(target) === undefined ? 'has no number' : undefined),
}

interface Digits {
  readonly negative: boolean
  /** From the units upwards, without leading zeros. */
  readonly whole: readonly string[]
  /** From the tenths downwards, without trailing zeros. */
  readonly fraction: readonly string[]
}

function digitsOf(text: string): Digits | undefined {
  const number = lastNumberIn(text)
  if (number === undefined || /e/iu.test(number)) return undefined
  const [whole = '', fraction = ''] = number.replace('-', '').split('.')
  const digits = {
    whole: [...(whole.replace(/^0+/u, '') || '0')].reverse(),
    fraction: [...fraction.replace(/0+$/u, '')],
  }
  return { ...digits, negative: number.startsWith('-') && /[1-9]/u.test(number) }
}

function shareRight(given: Digits, target: Digits | undefined): number {
  if (target === undefined) return 0
  const signed = given.negative || target.negative
  const places =
    Math.max(given.whole.length, target.whole.length) +
    Math.max(given.fraction.length, target.fraction.length) +
    (signed ? 1 : 0)
  const right =
    agreeing(given.whole, target.whole) +
    agreeing(given.fraction, target.fraction) +
    (signed && given.negative === target.negative ? 1 : 0)
  return right / places
}

function agreeing(a: readonly string[], b: readonly string[]): number {
  return a.filter((digit, place) => digit === b[place]).length
}
