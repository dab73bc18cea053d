import { METRICS } from '../../../src/scorers/metrics.ts'
import { bleuStatistics, brevityPenalty } from '../../../src/scorers/translation/bleu-score.ts'
import { BLEU_TOKENIZERS, type BleuTokenizer } from '../../../src/scorers/translation/bleu-words.ts'
import { answerRow, scoreRows } from '../../scorers/score-rows.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** BLEU of one sentence, 0 to 100. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { hypothesis, reference, tokenize, smooth, effective_order } = input as {
    hypothesis: string
    reference: string
    tokenize: BleuTokenizer
    smooth: string
    effective_order: boolean
  }
  if (METRICS.bleu === undefined || smooth !== 'exp') throw new Error(`no BLEU with smoothing ${smooth}`)
  const score = scoreRows('bleu', { tokenize, effective_order }, [answerRow(hypothesis, [reference])])
  const words = BLEU_TOKENIZERS[tokenize]
  const [given = Number.NaN, wanted = Number.NaN] = bleuStatistics(words(hypothesis), [words(reference)])
  return {
    score: 100 * Number(score),
    bp: brevityPenalty(given, wanted),
    tokens_hyp: given,
    tokens_ref: wanted,
  }
}
