import type { Control, Instruction, Rendering, Sampling, Tuning } from '../domain/factors.ts'
import type { MetricKind } from '../domain/metric.ts'
import type { ItemMatrix } from './item-matrix.ts'

/** A model as one engine ran it: a column of a curve. */
export interface CurveColumn {
  readonly model: string
  readonly provider: string
  readonly engine: string
  readonly family: string
  readonly tuning?: Tuning | undefined
  readonly quantization?: string | undefined
  readonly parameters?: number | undefined
  readonly activeParameters?: number | undefined
  readonly trials: number
  readonly failed: number
  readonly draws: number
  /** Items with a score here, whether other sizes have them or not. */
  readonly items: number
}

/** A curve of score against size with what it is about. */
export interface ItemCurve {
  readonly task: string
  /** `score_METRIC` */
  readonly column: string
  readonly kind: MetricKind
  readonly unit: 'fraction' | 'nats_per_byte'
  /** Absent where guessing has no score. */
  readonly chance?: number | undefined
  readonly maximum: number
  readonly rendering: Rendering
  readonly instruction: Instruction
  readonly control: Control
  readonly sampling: Sampling
  readonly shots: number
  /** One a column of the matrix. */
  readonly models: readonly CurveColumn[]
  /** Models of the line without a single score of this metric: no column. */
  readonly unscored: readonly string[]
  /** What each row of the matrix is: an item, or a group of items where they share one. */
  readonly items: readonly string[]
  readonly matrix: ItemMatrix
}

/** The families of a curve's models, as they first come. */
export function familiesOf({ models }: Pick<ItemCurve, 'models'>): readonly string[] {
  return [...new Set(models.map(({ family }) => family))]
}
