import { pairedDifference } from '../../../src/curves/paired/paired-difference.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** The paired difference b − a. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { a, b, confidence } = input as { a: number[]; b: number[]; confidence?: number }
  const paired = pairedDifference(a, b, confidence)
  const found = paired.state === 'estimated' ? paired : undefined
  return {
    diff: found?.difference,
    se: found?.se,
    t: found?.t,
    p_t: found?.pT,
    t_low: found?.low,
    t_high: found?.high,
  }
}
