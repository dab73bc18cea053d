import { wilsonInterval } from '../../../src/curves/wilson.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** Wilson's interval; its ends are exact where no answer or every answer is right. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { successes, n, confidence } = input as { successes: number; n: number; confidence?: number }
  const { low, high } = wilsonInterval(successes / n, n, confidence)
  if (successes === 0 && low !== 0) throw new Error(`the interval of 0 of ${n} starts at ${low}`)
  if (successes === n && high !== 1) throw new Error(`the interval of all of ${n} ends at ${high}`)
  return { low, high }
}
