import type { Metric, MetricKind } from '../domain/metric.ts'
import { EXTRACTIONS } from './extractions.ts'
import { METRICS } from './metrics.ts'
import type { OptionRules } from './option-rule.ts'

/** What a task file may name: plain data, for whoever checks task files or makes their JSON Schema. */
export interface ScorerVocabulary {
  readonly extractions: {
    readonly [type: string]: { readonly description: string; readonly options: OptionRules }
  }
  readonly metrics: {
    readonly [name: string]: {
      readonly description: string
      readonly kind: MetricKind
      readonly level: Metric['level']
      readonly unit: Metric['unit']
      readonly options: OptionRules
    }
  }
}

/** The names, kinds and options of every extraction and metric there is. */
export const scorerVocabulary: ScorerVocabulary = {
  extractions: Object.fromEntries(
    Object.entries(EXTRACTIONS).map(([type, { description, options }]) => [type, { description, options }]),
  ),
  metrics: Object.fromEntries(
    Object.entries(METRICS).map(([name, { description, kind, level, unit, options }]) => [
      name,
      { description, kind, level, unit, options },
    ]),
  ),
}
