import type { LabelTable } from '../../curves/learning/label-scores.ts'
import type { LabelSensitivity } from '../../curves/learning/label-sensitivity.ts'
import { intervalText, listText, pText, scoreText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'

/**
 * What correct labels of the demonstrations are worth, and whether models go with flipped ones.
 * @param chance how often guessing gives the flipped label
 */
export function labelsSection(
  table: LabelTable,
  models: readonly LabelSensitivity[],
  chance: number,
): DetailSection {
  const rows = models.map(({ model, flip, random, following }) => [
    model,
    differenceText(flip),
    differenceText(random),
    followingText(following),
  ])
  const other =
    table.otherDraws.length === 0
      ? []
      : [`Not compared, for their labels were changed in other draws: ${listText(table.otherDraws)}.`]
  const guessing = models.some(({ following }) => following?.state === 'estimated')
    ? [
        `Guessing gives the flipped label, the next one in the pool's sorted labels, in ${scoreText(chance)} of the answers. Above it a model follows the demonstrations, below it is bound to what it knew: one-sided, Holm over models.`,
      ]
    : []
  return {
    title: `label sensitivity at k=${table.shots}: correct labels less others`,
    lines: textTable([['model', 'flipped', 'random', 'gives the flipped label [95 %]'], ...rows]),
    text: [...guessing, ...other],
  }
}

function followingText(found: LabelSensitivity['following']): string {
  if (found === undefined) return '–'
  if (found.state === 'not_identifiable') return notIdentifiableText(found)
  const { finding, accuracy, low, high, pAboveAdjusted, pBelowAdjusted } = found
  const p =
    finding === 'neither'
      ? ''
      : `, ${pText(finding === 'prior_bound' ? pBelowAdjusted : pAboveAdjusted, 'Holm')}`
  return `${scoreText(accuracy)} ${intervalText(low, high)}: ${finding === 'prior_bound' ? 'prior-bound' : finding.replaceAll('_', ' ')}${p}`
}

function differenceText(found: LabelSensitivity['flip']): string {
  if (found === undefined) return '–'
  if (found.state === 'not_identifiable') return notIdentifiableText(found)
  return `${scoreText(found.difference, 3)} ${intervalText(found.low, found.high, 3)} ${pText(found.pAdjusted, 'Holm')}`
}
