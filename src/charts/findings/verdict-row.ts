import { familiesOf } from '../../curves/item-curve.ts'
import type { RunVerdict } from '../../curves/verdict/run-verdicts.ts'
import type { VerdictRow } from '../../domain/verdict-row.ts'
import { neededText } from './needed-text.ts'
import { verdictSentence } from './verdict-sentence.ts'

/**
 * A verdict as its row of verdicts.csv. Where a run has several lines of models, its sentence begins with the line.
 * @param line what tells this line from the run's others; absent where there is one
 */
export function verdictRow(found: RunVerdict, line?: string): VerdictRow {
  const { curve, report, source, verdict, companionColumn, adjusted, models } = found
  const decided = report.verdict === 'not_identifiable' ? undefined : report
  const sizeOf = (column: number | undefined) => {
    const model = column === undefined ? undefined : models[column]
    return model?.activeParameters ?? model?.parameters
  }
  const left = decided?.gap?.left
  const { rendering, instruction, control, shots } = curve
  return {
    source,
    task: curve.task,
    metric: withoutScore(curve.column),
    companion: companionColumn === undefined ? undefined : withoutScore(companionColumn),
    families: familiesOf(curve).join('; '),
    ...{ rendering, instruction, control, shots },
    sizes: report.x.length,
    items: report.items,
    verdict,
    rule: report.rule.name,
    pApparent: decided?.pApparent,
    pSharp: decided?.pSharp,
    pAdjusted: adjusted?.p,
    gapLow: sizeOf(left),
    gapHigh: sizeOf(left === undefined ? undefined : left + 1),
    share: decided?.share?.share,
    shareLow: decided?.share?.interval?.low,
    shareHigh: decided?.share?.interval?.high,
    needed: neededText(found),
    sentence: line === undefined ? verdictSentence(found) : `${line}: ${verdictSentence(found)}`,
  }
}

function withoutScore(column: string): string {
  return column.replace(/^score_/u, '')
}
