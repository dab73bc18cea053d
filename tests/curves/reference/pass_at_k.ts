import { METRICS } from '../../../src/scorers/metrics.ts'
import { answerRow } from '../../scorers/score-rows.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** pass@k of one item, `c` of whose `n` programs pass. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { n, c, k } = input as { n: number; c: number; k: number }
  const metric = METRICS.pass_at_k?.create({ k }, {})
  if (metric?.level !== 'item') throw new Error('pass_at_k is no metric of items')
  const rows = Array.from({ length: n }, (_, at) =>
    answerRow('', [], { scores: { score_pass: at < c ? 1 : 0 } }),
  )
  return { value: metric.score(rows) }
}
