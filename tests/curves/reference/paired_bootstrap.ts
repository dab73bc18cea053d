import { bootstrapDifference } from '../../../src/curves/paired/bootstrap-difference.ts'
import { randomStream } from '../../../src/domain/random.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** The percentile bootstrap interval of a paired difference. */
export function run({ id, input }: ReferenceCase): ReferenceOutput {
  const { a, b, confidence, resamples, method } = input as {
    a: number[]
    b: number[]
    confidence: number
    resamples: number
    method: string
  }
  if (method !== 'percentile') throw new Error(`no bootstrap interval of method ${method}`)
  return { ...bootstrapDifference(a, b, { random: randomStream(id), resamples, confidence }) }
}
