import { holm } from '../../../src/curves/paired/adjust.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** Holm's adjusted p-values. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  return { adjusted: holm((input as { p: number[] }).p) }
}
