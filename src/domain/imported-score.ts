import type { Tuning } from './factors.ts'
import type { MetricKind } from './metric.ts'

/** A score that somebody else measured: one model on one task at one number of shots, without its items. */
export interface ImportedScore {
  readonly model: string
  readonly family: string
  /** Unknown where neither the file nor the model's name tells. */
  readonly parameters?: number | undefined
  readonly activeParameters?: number | undefined
  readonly trainingTokens?: number | undefined
  readonly trainingFlops?: number | undefined
  readonly quantization?: string | undefined
  readonly tuning?: Tuning | undefined
  readonly task: string
  readonly metric: string
  readonly metricKind: MetricKind
  readonly shots: number
  /** A fraction in [0, maximum], or nats per byte where the maximum is 0. */
  readonly score: number
  /** Items behind the score. */
  readonly items?: number | undefined
  /** Standard error as the source tells it, in score units. */
  readonly se?: number | undefined
  /** The score is a fraction of right answers, so that its number of items tells its error. */
  readonly isProportion: boolean
  readonly chance?: number | undefined
  readonly maximum: number
}
