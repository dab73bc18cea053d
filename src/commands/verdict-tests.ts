import { notIdentifiableText } from '../charts/details/detail-section.ts'
import { countsOf } from '../curves/shape/curve-counts.ts'
import { transitionWidth } from '../curves/shape/transition-width.ts'
import type { RunVerdict } from '../curves/verdict/run-verdicts.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import { leadingVerdicts, rankedVerdicts } from '../report/leading-verdicts.ts'
import type { VerdictTests } from '../report/report-input.ts'

/** Widths take about a tenth of a second each: of more tasks than these only the first ones have theirs in a report. */
const MOST_WIDTHS = 40

/**
 * What verdicts rest on beyond their rows, by row. The width of the rise is fitted for the curves that speak for their
 * tasks.
 * @param rows one a verdict, in the same order
 */
export function verdictTests(
  verdicts: readonly RunVerdict[],
  rows: readonly VerdictRow[],
): ReadonlyMap<VerdictRow, VerdictTests> {
  const fitted = new Set(rankedVerdicts(leadingVerdicts(rows)).slice(0, MOST_WIDTHS))
  return new Map(
    rows.flatMap((row, index): [VerdictRow, VerdictTests][] => {
      const found = verdicts[index]
      if (found === undefined || found.report.verdict === 'not_identifiable') return []
      const { apparent, pLeft, pTrend } = found.report
      const tests = { floorSizes: apparent.floorSizes, pLeft, pTrend }
      return [[row, fitted.has(row) ? { ...tests, width: widthOf(found) } : tests]]
    }),
  )
}

function widthOf({ curve, models }: RunVerdict): VerdictTests['width'] {
  const { matrix, chance = 0 } = curve
  const counts = countsOf(
    matrix,
    models.map(({ trials, failed }) => trials - failed),
  )
  if (counts === undefined || !(chance >= 0 && chance < 1))
    return { reason: notIdentifiableText({ reason: 'not_shares' }) }
  const width = transitionWidth(counts, chance)
  if (width.state === 'not_identifiable') return { reason: notIdentifiableText(width) }
  return { decades: width.decades, ...width.interval }
}
