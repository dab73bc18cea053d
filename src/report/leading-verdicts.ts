import { VERDICTS, type VerdictRow } from '../domain/verdict-row.ts'

/**
 * The verdicts that speak for their curves: of each task and condition those at its most shots; a line of models that
 * cannot carry one is silent beside one that can, and of several that cannot the longest speaks.
 */
export function leadingVerdicts(verdicts: readonly VerdictRow[]): VerdictRow[] {
  return [...Map.groupBy(verdicts, conditionOf).values()].flatMap((rows) => {
    const most = Math.max(...rows.map(({ shots }) => shots))
    const last = rows.filter(({ shots }) => shots === most)
    const decided = last.filter(({ verdict }) => verdict !== 'not_identifiable')
    return decided.length > 0 ? decided : last.toSorted((a, b) => b.sizes - a.sizes).slice(0, 1)
  })
}

/** The verdicts that say the most first; among equals the surest. */
export function rankedVerdicts(verdicts: readonly VerdictRow[]): VerdictRow[] {
  const rank = ({ verdict }: VerdictRow) => VERDICTS.indexOf(verdict)
  return verdicts.toSorted((a, b) => rank(a) - rank(b) || (a.pAdjusted ?? 1) - (b.pAdjusted ?? 1))
}

function conditionOf({ source, task, metric, rendering, instruction, control }: VerdictRow): string {
  return [source, task, metric, rendering, instruction, control].join('\u0000')
}
