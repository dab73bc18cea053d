import { answerRow, scoreRows } from '../../scorers/score-rows.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** chrF2 of a corpus with one reference a segment, 0 to 100. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { hypotheses, references } = input as { hypotheses: string[]; references: string[] }
  const rows = hypotheses.map((answer, at) => answerRow(answer, [references[at] ?? '']))
  return { score: 100 * Number(scoreRows('corpus_chrf', {}, rows)) }
}
