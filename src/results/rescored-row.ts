import type { Outcome } from '../domain/outcome.ts'
import type { Result } from '../domain/result.ts'
import { asLabel, needsJson, toJsonText } from './encode-response.ts'

/** What becomes of a row: cells that are not named stay as they are. */
export interface RowChange {
  readonly outcome: Outcome
  readonly answer: string | undefined
  /** The score columns that are decided anew; one without a score becomes empty. */
  readonly columns: readonly string[]
  readonly scores: { readonly [column: string]: number }
  readonly error: string | undefined
}

/** The cells of a changed row, by column; those of unchanged texts are as they were. */
export function changedCells(result: Result, change: RowChange): ReadonlyMap<string, string> {
  const cells = new Map<string, string>()
  for (const column of change.columns) {
    const score = change.scores[column]
    cells.set(column, score === undefined ? '' : String(score))
  }
  cells.set('outcome', change.outcome)
  cells.set('error', asLabel(change.error) ?? '')
  if (change.answer === result.answer) return cells
  // Texts share one encoding: the new answer may need one that the old did not.
  const texts = { response: result.response, reasoning: result.reasoning, answer: change.answer }
  const json = Object.values(texts).some((text) => text !== undefined && needsJson(text))
  for (const [column, text] of Object.entries(texts))
    cells.set(column, text === undefined ? '' : json ? toJsonText(text) : text)
  return cells.set('response_encoding', json ? 'json' : '')
}
