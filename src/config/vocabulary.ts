import type { MetricKind } from '../domain/metric.ts'

/** What an option of an extraction or metric may be. `names` is a list of names out of `allowed`. */
export interface OptionRule {
  readonly type: 'string' | 'number' | 'string-or-number' | 'names'
  readonly required: boolean
  readonly allowed?: readonly string[]
  readonly description: string
}

/** Rules by option name. */
export interface OptionRules {
  readonly [option: string]: OptionRule
}

/** The extractions and metrics that a task may name, and their options. */
export interface Vocabulary {
  readonly extractions: {
    readonly [type: string]: { readonly description: string; readonly options: OptionRules }
  }
  readonly metrics: {
    readonly [name: string]: {
      readonly description: string
      readonly kind: MetricKind
      readonly options: OptionRules
    }
  }
}
