import type { AnswerRow } from '../../src/domain/metric.ts'
import type { Options } from '../../src/domain/option-rule.ts'
import { METRICS } from '../../src/scorers/metrics.ts'

/** An answer with its targets, as a metric of several trials reads it. */
export function answerRow(
  answer: string,
  targets: readonly string[],
  changes: Partial<AnswerRow> = {},
): AnswerRow {
  return { item: '0', answer, targets, scores: {}, fields: {}, ...changes }
}

/** An aggregate metric, ready for rows. */
export function prepared(name: string, options: Options, rows: readonly AnswerRow[]) {
  const metric = METRICS[name]?.create(options, {})
  if (metric?.level !== 'aggregate') throw new Error(`no aggregate metric ${name}`)
  return metric.prepare(rows)
}

/** An aggregate metric's score of these rows. */
export function scoreRows(name: string, options: Options, rows: readonly AnswerRow[]): number | undefined {
  return prepared(name, options, rows)(rows.map(() => 1))
}
