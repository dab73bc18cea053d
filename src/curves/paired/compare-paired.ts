import type { RandomStream } from '../../domain/random.ts'
import { type Alternative, mcnemarExact } from './mcnemar.ts'
import {
  differencesOf,
  type NotComparable,
  type PairedDifference,
  pairedDifference,
} from './paired-difference.ts'
import { signFlipTest } from './sign-flip.ts'

/** A paired difference with the p-value of its test. */
export interface PairedComparison extends PairedDifference {
  /** Two-sided unless asked otherwise. */
  readonly p: number
  readonly method: 'mcnemar' | 'sign-flip'
}

/** How two sides are compared. */
export interface ComparisonOptions {
  /** Every score is 0 or 1 and comes from one trial: the test is exact. */
  readonly binary: boolean
  /** For the sign-flip test of other scores. */
  readonly random: RandomStream
  readonly alternative?: Alternative
  readonly flips?: number
}

/**
 * Compares b with a on the same items: McNemar's exact test for single right-or-wrong answers, else a sign-flip test of
 * the items' differences.
 * @throws RangeError where the sides differ in length
 */
export function comparePaired(
  a: readonly number[],
  b: readonly number[],
  options: ComparisonOptions,
): PairedComparison | NotComparable {
  const difference = pairedDifference(a, b)
  if (difference.state === 'not_identifiable') return difference
  const differences = differencesOf(a, b)
  return options.binary
    ? { ...difference, method: 'mcnemar', p: mcnemarOf(differences, options.alternative) }
    : { ...difference, method: 'sign-flip', p: signFlipTest(differences, options) }
}

function mcnemarOf(differences: readonly number[], alternative: Alternative | undefined): number {
  const bOnly = differences.filter((difference) => difference > 0).length
  const aOnly = differences.filter((difference) => difference < 0).length
  return mcnemarExact(bOnly, aOnly, alternative)
}
