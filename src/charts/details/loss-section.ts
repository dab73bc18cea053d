import type { fitLossCurve, IntervalledLaw } from '../../curves/loss/loss-curve.ts'
import { metricName } from '../chart-frame.ts'
import { intervalText, shortText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'

/**
 * The power law of a loss in nats per byte.
 * @param found undefined where some size loses nothing, which no power law does
 * @param about.over what the intervals are made from
 * @param about.tokens training tokens of the models, where they state them
 */
export function lossSection(
  column: string,
  found: ReturnType<typeof fitLossCurve> | undefined,
  about: { readonly over: 'items' | 'errors'; readonly tokens: readonly (number | undefined)[] },
): DetailSection {
  const title = `loss, nats per byte, L(N) = E + A·N^−α (${metricName(column.replace(/^score_/u, ''))})`
  if (found === undefined) return { title, lines: ['not_identifiable (some size has no loss)'] }
  if (found.state === 'not_identifiable') return { title, lines: [notIdentifiableText(found)] }
  const held = found.asymptote === 'held_at_zero' ? ['E cannot be told from 0 and is held there.'] : []
  const weak = found.weaklyIdentified ? ['α is weakly identified.'] : []
  return {
    title,
    lines: textTable(rowsOf(found)),
    text: [
      ...held,
      ...weak,
      `Intervals are ${about.over === 'items' ? 'over items' : 'from the standard errors of the scores'}, conditional on these models.`,
      ...(new Set(about.tokens).size > 1
        ? ['Training tokens differ between these models: what they bring is in α.']
        : []),
    ],
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
