import { mcnemarExact } from '../../../src/curves/paired/mcnemar.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** McNemar's exact test, two-sided. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { b_only, a_only } = input as { b_only: number; a_only: number }
  return { p: mcnemarExact(b_only, a_only) }
}
