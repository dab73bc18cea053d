import type { InteractionReport } from '../../curves/learning/interaction-report.ts'
import type { LearningCurve } from '../../curves/learning/learning-curve.ts'
import type { SizeShotsInteraction } from '../../curves/learning/size-shots-interaction.ts'
import type { ShotsCurve } from '../../curves/shots-curves.ts'
import { intervalText, pText, scoreText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'

/** A model's curve of score against demonstrations with what it tells. */
export interface ShotsDetail {
  readonly curve: ShotsCurve
  readonly learning: LearningCurve
}

/** What models learn from demonstrations. */
export function learningSection(details: readonly ShotsDetail[]): DetailSection {
  const rows = details.map(({ curve, learning: { gains, slope, saturation } }) => {
    const most = gains.at(-1)
    return [
      curve.model,
      slope.state === 'not_identifiable'
        ? notIdentifiableText(slope)
        : `${scoreText(slope.estimate, 3)} ${intervalText(slope.low, slope.high, 3)} ${pText(slope.p)}`,
      most === undefined
        ? '–'
        : most.state === 'not_identifiable'
          ? notIdentifiableText(most)
          : `k=${most.shots}: ${scoreText(most.difference, 3)} ${intervalText(most.low, most.high, 3)} ${pText(most.pAdjusted, 'Holm')}`,
      saturation.state === 'not_identifiable' ? notIdentifiableText(saturation) : pText(saturation.p),
    ]
  })
  return {
    title: 'learning from demonstrations, a doubling of k + 1',
    lines: textTable([['model', 'slope [95 %]', 'gain on k=0', 'saturation, one-sided'], ...rows]),
  }
}

/** Whether larger models learn more from demonstrations. */
export function interactionSection({ interaction, bounded, unbounded }: InteractionReport): DetailSection {
  const ends = bounded.map(({ end }) => end)
  const scale =
    bounded.length === 0
      ? []
      : [
          `${bounded.length} cells are near the ${[...new Set(ends)].join(' or the ')}: on a bounded score that makes interactions appear.`,
        ]
  return {
    title: 'size × demonstrations',
    lines: interactionLines(interaction),
    text: [
      ...scale,
      ...(unbounded === undefined
        ? []
        : [`On the log-likelihood: ${interactionLines(unbounded).join('; ')}.`]),
    ],
  }
}

function interactionLines({ ends, trend }: SizeShotsInteraction): string[] {
  return textTable([
    [
      'gain of the largest less gain of the smallest',
      ends.state === 'not_identifiable'
        ? notIdentifiableText(ends)
        : `${scoreText(ends.difference, 3)} ${intervalText(ends.low, ends.high, 3)} ${pText(ends.pT)}`,
    ],
    [
      'change of the slope on k a decade of size',
      trend.state === 'not_identifiable'
        ? notIdentifiableText(trend)
        : `${scoreText(trend.estimate, 3)} ${intervalText(trend.low, trend.high, 3)} ${pText(trend.p)}`,
    ],
  ])
}
