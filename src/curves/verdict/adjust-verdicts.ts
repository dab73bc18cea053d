import { benjaminiHochberg } from '../paired/adjust.ts'
import type { VerdictReport } from './verdict-report.ts'

/** The p of `emergent`, adjusted for all curves it was looked for in. */
export interface AdjustedEmergence {
  readonly pAdjusted: number
  /** An `emergent` that still holds at the rule's level; undefined for other verdicts. */
  readonly stands: boolean | undefined
}

/**
 * Adjusts the p of `emergent` over curves by Benjamini and Hochberg. The family is what it is given: one curve a task.
 * Undefined for curves that have no such p, for want of a companion or of sizes: they count in no family.
 */
export function adjustVerdicts(
  reports: readonly VerdictReport[],
): readonly (AdjustedEmergence | undefined)[] {
  const adjusted = benjaminiHochberg(reports.flatMap((report) => pOf(report) ?? []))
  let next = 0
  return reports.map((report) => {
    if (pOf(report) === undefined) return undefined
    const pAdjusted = adjusted[next++] ?? Number.NaN
    const stands = report.verdict === 'emergent' ? pAdjusted <= report.rule.alpha : undefined
    return { pAdjusted, stands }
  })
}

function pOf(report: VerdictReport): number | undefined {
  return report.verdict === 'not_identifiable' ? undefined : report.pEmergent
}
