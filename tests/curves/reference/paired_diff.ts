import { pairedDifference } from '../../../src/curves/paired/paired-difference.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** The paired difference b − a. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { a, b, confidence } = input as { a: number[]; b: number[]; confidence: number }
  const found = pairedDifference(a, b, confidence)
  if (found.state === 'not_identifiable') return {}
  const { difference, se, t, pT, low, high } = found
  return { diff: difference, se, t, p_t: pT, t_low: low, t_high: high }
}
