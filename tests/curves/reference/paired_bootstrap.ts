import { meanOf } from '../../../src/curves/clustered-mean.ts'
import { bootstrapDifference } from '../../../src/curves/paired/bootstrap-difference.ts'
import { differencesOf } from '../../../src/curves/paired/paired-difference.ts'
import { randomStream } from '../../../src/domain/random.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** The percentile bootstrap interval of a paired difference. */
export function run({ id, input }: ReferenceCase): ReferenceOutput {
  const { a, b, method, ...options } = input as {
    a: number[]
    b: number[]
    confidence?: number
    resamples?: number
    method?: string
  }
  if (method !== undefined && method !== 'percentile')
    throw new Error(`no bootstrap interval of method ${method}`)
  const found = bootstrapDifference(a, b, { ...options, random: randomStream(id) })
  // Where all resamples agree we give no interval: resampling does not show the doubt. Their percentiles are their mean.
  const only = meanOf(differencesOf(a, b))
  return { low: found?.low ?? only, high: found?.high ?? only }
}
