import type { Vocabulary } from '../domain/vocabulary.ts'
import { EXTRACTIONS } from './extractions.ts'
import { METRICS } from './metrics.ts'

/** The names, kinds and options of every extraction and metric there is. */
export const scorerVocabulary: Vocabulary = {
  extractions: Object.fromEntries(
    Object.entries(EXTRACTIONS).map(([type, { description, options }]) => [type, { description, options }]),
  ),
  metrics: Object.fromEntries(
    Object.entries(METRICS).map(([name, { description, kind, level, unit, needs, options }]) => [
      name,
      { description, kind, level, unit, needs, options },
    ]),
  ),
}
