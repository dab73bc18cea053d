import { meanOverClasses } from '../labels/confusion.ts'
import type { MetricEntry } from '../metric-entry.ts'
import { NORMALISE_RULE, normaliser } from '../normalise.ts'

/**
 * The mean over the targets' classes of F1, the harmonic mean of precision and recall, 2 right ÷ (asked + named)
 * (Sokolova and Lapalme 2009, averaged as in Opitz and Burst 2019, arXiv:1911.03347, equation 1). An answer that names
 * no class lowers recall alone.
 */
export const macroF1: MetricEntry = {
  kind: 'discontinuous',
  level: 'aggregate',
  unit: 'fraction',
  description: 'mean F1 over the classes of the targets, after normalisation (default: trim)',
  options: { normalise: NORMALISE_RULE },
  create: (options) => {
    const normalise = normaliser(options.normalise, ['trim'])
    return {
      level: 'aggregate',
      name: 'macro_f1',
      kind: 'discontinuous',
      unit: 'fraction',
      prepare: (rows) =>
        meanOverClasses(rows, normalise, ({ asked, named, right }) => (2 * right) / (asked + named)),
    }
  },
}
