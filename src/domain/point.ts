import type { Control, Instruction, Rendering, Sampling, Tuning } from './factors.ts'
import type { MetricKind } from './metric.ts'

/** Columns of curve.csv, in file order; each is the snake-case name of a member of Point. */
export const POINT_COLUMNS = [
  'source',
  'task',
  'metric',
  'metric_kind',
  'model',
  'provider',
  'engine',
  'family',
  'parameters',
  'active_parameters',
  'quantization',
  'tuning',
  'training_tokens',
  'training_flops',
  'rendering',
  'instruction',
  'control',
  'sampling',
  'shots',
  'draws',
  'repeats',
  'items',
  'trials',
  'failed',
  'skipped',
  'refused',
  'empty',
  'truncated',
  'unparsed',
  'items_dropped',
  'score',
  'se',
  'ci_low',
  'ci_high',
  'ci_method',
  'n_eff',
  'draw_sd',
  'score_if_failed_0',
  'score_if_failed_1',
  'score_without_truncated',
  'chance',
  'maximum',
  'normalized_score',
  'stopped',
  'cost_usd',
  'tokens',
  'latency_ms',
] as const

/** One aggregated point of a curve: one row of curve.csv. `undefined` is unknown, an empty cell. */
export interface Point {
  /** `run` for a run's trials, `simulated` for simulated ones, else the name of what was imported. */
  readonly source: string
  readonly task: string
  /** The score column without its `score_`. */
  readonly metric: string
  readonly metricKind: MetricKind
  readonly model: string
  readonly provider: string
  readonly engine: string
  readonly family: string
  readonly parameters?: number | undefined
  readonly activeParameters?: number | undefined
  readonly quantization?: string | undefined
  readonly tuning?: Tuning | undefined
  readonly trainingTokens?: number | undefined
  readonly trainingFlops?: number | undefined
  readonly rendering: Rendering
  readonly instruction: Instruction
  readonly control: Control
  readonly sampling: Sampling
  readonly shots: number
  readonly draws: number
  readonly repeats: number
  /** Items with at least one scored trial. */
  readonly items: number
  readonly trials: number
  readonly failed: number
  readonly skipped: number
  readonly refused: number
  readonly empty: number
  readonly truncated: number
  readonly unparsed: number
  /** Items of the plan without a scored trial here. */
  readonly itemsDropped: number
  /** Mean of item means; undefined where nothing was scored. */
  readonly score?: number | undefined
  readonly se?: number | undefined
  readonly ciLow?: number | undefined
  readonly ciHigh?: number | undefined
  /** `wilson`, `wilson_n_eff`, `t`, `t_conditional_on_draws`, `bootstrap`. */
  readonly ciMethod?: string | undefined
  readonly nEff?: number | undefined
  /** Standard deviation between draws' scores; undefined with one draw. */
  readonly drawSd?: number | undefined
  /** If every failed trial had scored 0, or 1; undefined where none failed, and for nats per byte, which have no worst score. */
  readonly scoreIfFailed0?: number | undefined
  readonly scoreIfFailed1?: number | undefined
  readonly scoreWithoutTruncated?: number | undefined
  /** Score of guessing; undefined for nats per byte. */
  readonly chance?: number | undefined
  /** Score of a perfect answer: 0 for nats per byte. */
  readonly maximum: number
  /** (score − chance) / (maximum − chance), not clipped; undefined without a chance. */
  readonly normalizedScore?: number | undefined
  /** Why the point has fewer trials than planned, where an early stop ended it. */
  readonly stopped?: string | undefined
  readonly costUsd?: number | undefined
  readonly tokens?: number | undefined
  /** Mean over trials. */
  readonly latencyMs?: number | undefined
}
