import type { SecondInterval } from '../../curves/second-interval.ts'
import { metricName } from '../chart-frame.ts'
import { intervalText, scoreText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import type { DetailSection } from './detail-section.ts'

/** Means whose t interval has a second one beside it. */
export function meansSection(column: string, means: readonly SecondInterval[]): DetailSection {
  const rows = means.map(({ cell, n, mean, skew, t, bootstrap }) => [
    cell.row.model,
    String(n),
    skew === undefined ? '–' : scoreText(skew, 1),
    scoreText(mean, 3),
    intervalText(t.low, t.high, 3),
    bootstrap === undefined ? 'all resamples agree' : intervalText(bootstrap.low, bootstrap.high, 3),
  ])
  return {
    title: `${metricName(column.replace(/^score_/u, ''))}: a second interval, of few items or skewed scores`,
    lines: textTable([['model', 'items', 'skew', 'mean', 't [95 %]', 'resampled items [95 %]'], ...rows]),
  }
}
