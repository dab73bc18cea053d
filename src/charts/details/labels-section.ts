import type { LabelTable } from '../../curves/learning/label-scores.ts'
import type { LabelSensitivity } from '../../curves/learning/label-sensitivity.ts'
import { intervalText, listText, pText, scoreText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'

/** What correct labels of the demonstrations are worth. */
export function labelsSection(table: LabelTable, models: readonly LabelSensitivity[]): DetailSection {
  const rows = models.map(({ model, flip, random, following }) => [
    model,
    differenceText(flip),
    differenceText(random),
    following === undefined
      ? '–'
      : following.state === 'not_identifiable'
        ? notIdentifiableText(following)
        : `${following.finding.replaceAll('_', ' ')} (${scoreText(following.accuracy)})`,
  ])
  const other =
    table.otherDraws.length === 0
      ? []
      : [`Not compared, for their labels were changed in other draws: ${listText(table.otherDraws)}.`]
  return {
    title: `label sensitivity at k=${table.shots}: correct labels less others`,
    lines: textTable([['model', 'flipped', 'random', 'flipped labels'], ...rows]),
    text: other,
  }
}

function differenceText(found: LabelSensitivity['flip']): string {
  if (found === undefined) return '–'
  if (found.state === 'not_identifiable') return notIdentifiableText(found)
  return `${scoreText(found.difference, 3)} ${intervalText(found.low, found.high, 3)} ${pText(found.pAdjusted, 'Holm')}`
}
