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
  const fitted = found.state === 'fitted' ? found : undefined
  const coefficients = fitted && [fitted.lnScale, fitted.compute, fitted.data, fitted.parameters]
  const [log_k, alpha, beta, gamma] = coefficients?.map(({ value }) => value) ?? []
  const { conditionNumber } = found
  return {
    state: found.state,
    reason: found.state === 'not_identifiable' ? found.reason : undefined,
    log_k,
    alpha,
    beta,
    gamma,
    se: coefficients?.map(({ classicalSe }) => classicalSe),
    se_hc3: coefficients?.map(({ se }) => se),
    // JSON has no infinity.
    condition_number: Number.isFinite(conditionNumber) ? conditionNumber : undefined,
  }
}
