import { bigBenchDescriptors } from '../../../src/curves/shape/big-bench.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** Linearity and breakthroughness. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { params, scores } = input as { params: number[]; scores: number[] }
  const found = bigBenchDescriptors(
    params.map((parameters, at) => ({ parameters, score: scores[at] ?? Number.NaN })),
  )
  return { I: found.improvement, linearity: found.linearity, breakthroughness: found.breakthroughness }
}
