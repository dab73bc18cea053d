import type { MetricEntry } from './metric-entry.ts'
import { chrf } from './metrics/chrf.ts'
import { contains } from './metrics/contains.ts'
import { digitAccuracy } from './metrics/digit-accuracy.ts'
import { editSimilarity } from './metrics/edit-similarity.ts'
import { exactMatch } from './metrics/exact-match.ts'

/** Every metric by the name that task files use. */
export const METRICS: { readonly [name: string]: MetricEntry } = {
  exact_match: exactMatch,
  contains,
  edit_similarity: editSimilarity,
  digit_accuracy: digitAccuracy,
  chrf,
}
