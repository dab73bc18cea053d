import { fitHinge, fitHingeAt } from '../../../src/curves/shape/hinge-fit.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'
import { countsOfCase } from './counts-of-case.ts'

/** A bent line on the logit scale, whose breakpoint is known or not. */
export function run(one: ReferenceCase): ReferenceOutput {
  const { breakpoint } = one.input as { breakpoint?: number | null }
  const counts = countsOfCase(one)
  const found = typeof breakpoint === 'number' ? fitHingeAt(counts, breakpoint) : fitHinge(counts)
  return {
    breakpoint: found.breakpoint,
    intercept: found.lines?.intercept,
    slope_left: found.lines?.slopeLeft,
    slope_change: found.lines?.slopeChange,
    loglik: found.logLikelihood,
  }
}
