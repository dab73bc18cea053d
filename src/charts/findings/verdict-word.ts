import type { Verdict } from '../../domain/verdict-row.ts'

/** A verdict as a word: `metric artefact`. */
export function verdictWord(verdict: Verdict): string {
  return verdict.replaceAll('_', ' ')
}
