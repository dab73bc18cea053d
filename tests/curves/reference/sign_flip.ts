import { differencesOf } from '../../../src/curves/paired/paired-difference.ts'
import { signFlipTest } from '../../../src/curves/paired/sign-flip.ts'
import { randomStream } from '../../../src/domain/random.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** The paired sign-flip test, two-sided. */
export function run({ id, input }: ReferenceCase): ReferenceOutput {
  const { a, b, resamples: flips = 10_000 } = input as { a: number[]; b: number[]; resamples?: number }
  return { p: signFlipTest(differencesOf(a, b), { random: randomStream(id), flips }) }
}
