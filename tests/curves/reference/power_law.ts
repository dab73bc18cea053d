import { fitPowerLaw } from '../../../src/curves/loss/power-law.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** Loss as a power of size, over an asymptote. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { params, loss, huber_delta } = input as { params: number[]; loss: number[]; huber_delta?: number }
  const options = huber_delta === undefined ? {} : { delta: huber_delta }
  const found = fitPowerLaw({ parameters: params, losses: loss }, options)
  if (found.state === 'not_identifiable') return { state: found.state, reason: found.reason }
  const { state, asymptote, amplitude, exponent, objective } = found
  return { state, E: asymptote, A: amplitude, alpha: exponent, objective }
}
