import { type CurveCounts, checked } from '../../../src/curves/shape/curve-counts.ts'
import type { ReferenceCase } from '../reference-cases.ts'

/** The counts of a case, by size: a case tells sizes as such, as their logs, or, where only their order counts, not. */
export function countsOfCase({ input }: ReferenceCase): CurveCounts {
  const { params, log10_params, successes, n } = input as {
    params?: number[]
    log10_params?: number[]
    successes: number[]
    n: number | number[]
  }
  const x = log10_params ?? params?.map(Math.log10) ?? successes.map((_, at) => at)
  const trials = typeof n === 'number' ? successes.map(() => n) : n
  const order = [...x.keys()].sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0))
  const sorted = (values: readonly number[]) => order.map((at) => values[at] ?? Number.NaN)
  return checked({ x: sorted(x), successes: sorted(successes), trials: sorted(trials) })
}
