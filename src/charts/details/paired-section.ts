import type { ItemCurve } from '../../curves/item-curve.ts'
import type { AdjacentComparison } from '../../curves/paired/adjacent-comparisons.ts'
import type { CurveDifference } from '../../curves/paired/adjust-curves.ts'
import { metricName } from '../chart-frame.ts'
import { intervalText, pText, scoreText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'
import { sizesOf } from './size-names.ts'

/**
 * Each size against the next larger one, on the same items.
 * @param among the curve among those of the other tasks, where its metric is the one they are judged by
 */
export function pairedSection(
  curve: ItemCurve,
  comparisons: readonly AdjacentComparison[],
  among?: CurveDifference,
): DetailSection {
  const sizes = sizesOf(curve)
  const rows = comparisons.map((one) => {
    const pair = `${sizes[one.left]} → ${sizes[one.left + 1]}`
    if (one.state === 'not_identifiable') return [pair, notIdentifiableText(one)]
    return [
      pair,
      String(one.n),
      `${scoreText(one.difference, 3)} ${intervalText(one.low, one.high, 3)}`,
      pText(one.p),
      pText(one.pAdjusted),
      one.correlation === undefined ? '–' : scoreText(one.correlation),
      scoreText(one.minimumDetectable, 3),
    ]
  })
  const head = ['sizes', 'n', 'difference [95 %]', 'p', 'Holm', 'correlation', 'least detectable']
  const exact = comparisons.some((one) => one.state === 'estimated' && one.method === 'mcnemar')
  return {
    title: `${metricName(curve.column.replace(/^score_/u, ''))}: adjacent sizes, paired (${exact ? 'McNemar, exact' : 'sign flips'})`,
    lines: rows.length === 0 ? ['one size only'] : textTable([head, ...rows]),
    ...(among !== undefined && among.curves > 1 ? { text: [acrossText(among)] } : {}),
  }
}

function acrossText({ p, pAdjusted, curves }: CurveDifference): string {
  return `Over ${curves} tasks, one p each: the smallest after Holm, ${pText(p)}, is ${pText(pAdjusted)} after Benjamini and Hochberg.`
}
