import { fitPowerLaw } from '../../../src/curves/loss/power-law.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** Loss as a power of size, over an asymptote. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { params, loss, huber_delta } = input as { params: number[]; loss: number[]; huber_delta?: number }
  const options = huber_delta === undefined ? {} : { delta: huber_delta }
  const found = fitPowerLaw({ parameters: params, losses: loss }, options)
  const fitted = found.state === 'fitted' ? found : undefined
  return {
    state: found.state,
    reason: found.state === 'not_identifiable' ? found.reason : undefined,
    E: fitted?.asymptote,
    A: fitted?.amplitude,
    alpha: fitted?.exponent,
    objective: fitted?.objective,
  }
}
