import { paretoFrontier } from '../../../src/curves/returns/pareto.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** The points that no other beats in cost and score. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { points } = input as { points: { id: string; cost: number; score: number }[] }
  return { frontier: paretoFrontier(points).map(({ id }) => id) }
}
