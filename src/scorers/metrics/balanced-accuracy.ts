import { meanOverClasses } from '../labels/confusion.ts'
import type { MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'

/**
 * The mean over classes of the share of their items that are answered rightly (Brodersen et al. 2010): one constant
 * answer scores 1 ÷ the number of classes, however many items each has.
 */
export const balancedAccuracy: MetricEntry = {
  kind: 'discontinuous',
  level: 'aggregate',
  unit: 'fraction',
  description: 'mean recall over the classes of the targets, after normalisation (default: trim)',
  options: { normalise: NORMALISE_RULE },
  create: (options) => {
    const normalise = normaliser(options.normalise, ['trim'])
    return {
      level: 'aggregate',
      name: 'balanced_accuracy',
      kind: 'discontinuous',
      unit: 'fraction',
      prepare: (rows) => meanOverClasses(rows, normalise, ({ asked, right }) => right / asked),
    }
  },
}
