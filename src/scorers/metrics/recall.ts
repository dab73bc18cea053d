import { unknownName } from '../../domain/input-error.ts'
import type { AnswerRow, Score } from '../../domain/metric.ts'
import type { MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'

/**
 * The share of one class's items that are answered rightly. It is a mean over those items, so that a class that is
 * always or never right still gets an interval with a width.
 */
export const recall: MetricEntry = {
  kind: 'discontinuous',
  level: 'item',
  unit: 'fraction',
  description:
    'share right among the items whose first target is the label, after normalisation (default: trim)',
  options: {
    label: { type: 'string-or-number', required: true, description: 'the class that is looked at' },
    normalise: NORMALISE_RULE,
  },
  itemsProblem: (items, options) => {
    const labelOf = labelReader(normaliser(options.normalise, ['trim']))
    const label = String(options.label)
    const labels = new Set(items.map((item) => item.targets[0]))
    return items.some((item) => labelOf(item) === labelOf({ targets: [label] }))
      ? undefined
      : unknownName('label', label, [...labels].sort().slice(0, MOST_LISTED))
  },
  create: (options) => {
    const normalise = normaliser(options.normalise, ['trim'])
    const labelOf = labelReader(normalise)
    const label = normalise(String(options.label))
    const ofTrial = (row: AnswerRow): Score => {
      if (labelOf(row) !== label) return undefined
      return row.answer !== '' && row.targets.map(normalise).includes(normalise(row.answer)) ? 1 : 0
    }
    return {
      level: 'item',
      name: 'recall',
      kind: 'discontinuous',
      unit: 'fraction',
      appliesTo: (item) => labelOf(item) === label,
      ofTrial,
      score: (rows) => {
        const scores = rows.flatMap((row) => ofTrial(row) ?? [])
        return scores.length === 0 ? undefined : scores.reduce((sum, score) => sum + score, 0) / scores.length
      },
    }
  },
}

/** Labels that an error lists. */
const MOST_LISTED = 20

function labelReader(normalise: (text: string) => string): (item: Pick<AnswerRow, 'targets'>) => string {
  return ({ targets }) => normalise(targets[0] ?? '')
}
