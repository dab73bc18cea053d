import { mean as meanOf, sampleStandardDeviation } from 'simple-statistics'

/** Mean and standard deviation of a sample. */
export interface SampleMoments {
  readonly n: number
  readonly mean: number
  /** Divisor n − 1. */
  readonly sd: number
}

/** Relative to the numbers that went in, what is smaller than this is a rounding error. */
const ROUNDING = 1e-12

/**
 * Mean and standard deviation where a rounding error counts as 0: values that are equal on paper must not have a spread
 * of 1e-17 and a t value of 1e16.
 * @param values two or more
 * @param scale the size of the numbers that the values were computed from
 * @throws RangeError below two values, or where one is not finite
 */
export function sampleMoments(values: readonly number[], scale: number): SampleMoments {
  if (values.length < 2) throw new RangeError(`${values.length} values have no standard deviation`)
  if (!values.every(Number.isFinite)) throw new RangeError('a value is not a finite number')
  const plain = [...values]
  const snapped = (value: number) => (Math.abs(value) <= ROUNDING * scale ? 0 : value)
  return { n: values.length, mean: snapped(meanOf(plain)), sd: snapped(sampleStandardDeviation(plain)) }
}
