import { similarity } from '../../../src/scorers/metrics/edit-similarity.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** Edit similarity, and the distance that it stands for. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { a, b } = input as { a: string; b: string }
  const longer = Math.max([...a].length, [...b].length)
  return { similarity: similarity(a, b), distance: Math.round((1 - similarity(a, b)) * longer * 1e9) / 1e9 }
}
