import type { fitLossCurve, IntervalledLaw } from '../../curves/loss/loss-curve.ts'
import { metricName } from '../chart-frame.ts'
import { intervalText, shortText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'

/**
 * The power law of a loss in nats per byte.
 * @param found undefined where some size loses nothing, which no power law does
 */
export function lossSection(
  column: string,
  found: ReturnType<typeof fitLossCurve> | undefined,
): DetailSection {
  const title = `loss, nats per byte, L(N) = E + A·N^−α (${metricName(column.replace(/^score_/u, ''))})`
  if (found === undefined) return { title, lines: ['not_identifiable (some size has no loss)'] }
  if (found.state === 'not_identifiable') return { title, lines: [notIdentifiableText(found)] }
  const held = found.asymptote === 'held_at_zero' ? ['E cannot be told from 0 and is held there.'] : []
  const weak = found.weaklyIdentified ? ['α is weakly identified.'] : []
  return {
    title,
    lines: textTable(rowsOf(found)),
    text: [...held, ...weak, 'Intervals are over items, conditional on these models.'],
  }
}

function rowsOf({ law, intervals: { asymptote, exponent } }: IntervalledLaw): string[][] {
  return [
    ['α', `${shortText(law.exponent)} ${intervalText(exponent.low, exponent.high, 3)}`],
    [
      'E',
      `${shortText(law.asymptote)} ${asymptote === undefined ? '' : intervalText(asymptote.low, asymptote.high, 3)}`,
    ],
    ['A', shortText(law.amplitude)],
  ]
}
