import { benjaminiHochberg } from '../../../src/curves/paired/adjust.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** Benjamini and Hochberg's adjusted p-values. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  return { adjusted: benjaminiHochberg((input as { p: number[] }).p) }
}
