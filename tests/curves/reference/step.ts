import { fitStep } from '../../../src/curves/shape/step-fit.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'
import { countsOfCase } from './counts-of-case.ts'

/** The most likely step. */
export function run(one: ReferenceCase): ReferenceOutput {
  const { after, left, right, logLikelihood } = fitStep(countsOfCase(one))
  return { gap_after_index: after, low: left, high: right, loglik: logLikelihood }
}
