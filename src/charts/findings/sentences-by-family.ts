import type { VerdictRow } from '../../domain/verdict-row.ts'

/** The sentences of verdicts that are shown together; each names its family where there are several. */
export function sentencesByFamily(rows: readonly VerdictRow[]): readonly string[] {
  const several = new Set(rows.map(({ families }) => families)).size > 1
  return rows.map(({ families, sentence }) => (several ? `${families}: ${sentence}` : sentence))
}
