import type { AnswerRow, MetricKind } from '../domain/metric.ts'
import type { Cell, KeptAnswer } from './cell.ts'

/**
 * A cell's scored trials as a metric of several trials reads them. What a trial metric does not see, this one does not
 * see either: a refusal's text is no answer, and one that was cut off is none where an answer is right or wrong.
 */
export function rowsOfMetric({ answers }: Cell, kind: MetricKind): readonly KeptAnswer[] {
  return answers.map((row) => (isNoAnswer(row, kind) ? { ...row, answer: '' } : row))
}

function isNoAnswer({ outcome }: KeptAnswer, kind: MetricKind): boolean {
  return outcome === 'refused' || outcome === 'empty' || (outcome === 'truncated' && kind === 'discontinuous')
}

/**
 * The failed trials as if each had been wholly wrong (0: no answer) or wholly right (1: the first target), with the
 * same score in every column.
 */
export function failedAs(score: 0 | 1, { failedRows, sums }: Cell): readonly KeptAnswer[] {
  const scores: AnswerRow['scores'] = Object.fromEntries([...sums.keys()].map((column) => [column, score]))
  return failedRows.map((row) => ({ ...row, answer: score === 1 ? (row.targets[0] ?? '') : '', scores }))
}
