import { normalisedScore } from '../../../src/curves/normalised-score.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** A score with chance at 0 and the best at 1. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { score, chance = 0, max = 1 } = input as { score: number; chance?: number; max?: number }
  return { value: normalisedScore(score, chance, max) }
}
