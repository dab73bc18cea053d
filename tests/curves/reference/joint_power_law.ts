import { fitProductLaw } from '../../../src/curves/loss/product-law.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** Loss as a product of powers of compute, data and size. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { compute, data, params, loss, family } = input as {
    compute: number[]
    data: number[]
    params: number[]
    loss: number[]
    family?: string[]
  }
  const found = fitProductLaw({ compute, data, parameters: params, losses: loss, families: family })
  const { state, conditionNumber } = found
  // JSON has no infinity.
  const condition_number = Number.isFinite(conditionNumber) ? conditionNumber : undefined
  if (state === 'not_identifiable') return { state, reason: found.reason, condition_number }
  const coefficients = [found.lnScale, found.compute, found.data, found.parameters]
  const [log_k, alpha, beta, gamma] = coefficients.map(({ value }) => value)
  return {
    state,
    log_k,
    alpha,
    beta,
    gamma,
    se: coefficients.map(({ classicalSe }) => classicalSe),
    se_hc3: coefficients.map((coefficient) => coefficient.se),
    condition_number,
  }
}
