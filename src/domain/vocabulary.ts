import type { Metric, MetricKind, MetricNeed } from './metric.ts'
import type { OptionRules } from './option-rule.ts'

/** The extractions and metrics that a task file may name, with their options: plain data. */
export interface Vocabulary {
  readonly extractions: {
    readonly [type: string]: { readonly description: string; readonly options: OptionRules }
  }
  readonly metrics: {
    readonly [name: string]: {
      readonly description: string
      readonly kind: MetricKind
      readonly level: Metric['level']
      readonly unit: Metric['unit']
      readonly needs?: MetricNeed | undefined
      readonly options: OptionRules
    }
  }
}
