import { answerRow, scoreRows } from '../../scorers/score-rows.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** BLEU of a corpus with one reference a segment, 0 to 100. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { hypotheses, references, tokenize } = input as {
    hypotheses: string[]
    references: string[]
    tokenize: string
  }
  const rows = hypotheses.map((answer, at) => answerRow(answer, [references[at] ?? '']))
  return { score: 100 * Number(scoreRows('bleu', { tokenize }, rows)) }
}
