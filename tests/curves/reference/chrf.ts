import { chrfOfStatistics, chrfStatistics } from '../../../src/scorers/translation/chrf-score.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** chrF of one sentence, 0 to 100. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { hypothesis, reference, char_order, word_order, beta } = input as {
    hypothesis: string
    reference: string
    char_order: number
    word_order: number
    beta: number
  }
  if (char_order !== 6 || beta !== 2) throw new Error(`no chrF of order ${char_order} and beta ${beta}`)
  return { score: 100 * chrfOfStatistics(chrfStatistics(hypothesis, [reference], word_order)) }
}
