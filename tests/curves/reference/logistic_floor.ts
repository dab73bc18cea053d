import { fitLogistic, slopeOfWidth } from '../../../src/curves/shape/logistic-fit.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'
import { countsOfCase } from './counts-of-case.ts'

/** The logistic curve over a floor that is given, or found. */
export function run(one: ReferenceCase): ReferenceOutput {
  const { floor } = one.input as { floor?: number | null }
  const found = fitLogistic(countsOfCase(one), typeof floor === 'number' ? { floor } : {})
  return {
    floor: found.floor,
    ceiling: found.ceiling,
    slope_per_decade: found.slope,
    midpoint: found.midpoint,
    loglik: found.logLikelihood,
    width_10_90_decades: slopeOfWidth(found.slope),
  }
}
