import { importedFinding } from '../charts/findings/imported-finding.ts'
import type { Companions } from '../curves/imported-curves.ts'
import { importedVerdicts as verdictsOf } from '../curves/verdict/imported-verdicts.ts'
import type { Point } from '../domain/point.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'

/** The rows of verdicts.csv of imported points. @param companions metrics that tell why another one jumps */
export function importedVerdicts(
  points: readonly Point[],
  companions?: Companions | undefined,
): readonly VerdictRow[] {
  return verdictsOf(points, companions).map(importedFinding)
}
