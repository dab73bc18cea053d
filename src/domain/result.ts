import type { Control, Instruction, Rendering, Sampling, Tuning } from './factors.ts'
import type { Likelihood } from './likelihood.ts'
import type { Outcome } from './outcome.ts'

/** Columns of trials.csv before the score columns, in file order. */
export const LEADING_COLUMNS = [
  'trial_key',
  'model',
  'provider',
  'engine',
  'served_model',
  'family',
  'parameters',
  'active_parameters',
  'quantization',
  'tuning',
  'task',
  'task_version',
  'group',
  'rendering',
  'instruction',
  'control',
  'sampling',
  'shots',
  'draw',
  'repeat',
  'item',
  'outcome',
  'finish_reason',
  'response',
  'reasoning',
  'answer',
  'target',
] as const

/** Columns of trials.csv after the score columns. */
export const TRAILING_COLUMNS = [
  'prompt_tokens',
  'completion_tokens',
  'cached_tokens',
  'latency_ms',
  'cost_usd',
  'attempts',
  'error',
  'response_encoding',
  'likelihoods',
  'finished_at',
] as const

/** One finished trial: one row of trials.csv. `undefined` is unknown, an empty cell. */
export interface Result {
  readonly trialKey: string
  readonly model: string
  readonly provider: string
  readonly engine: string
  readonly servedModel?: string | undefined
  readonly family: string
  readonly parameters?: number | undefined
  readonly activeParameters?: number | undefined
  readonly quantization?: string | undefined
  readonly tuning?: Tuning | undefined
  readonly task: string
  readonly taskVersion: string
  readonly group?: string | undefined
  readonly rendering: Rendering
  readonly instruction: Instruction
  readonly control: Control
  readonly sampling: Sampling
  readonly shots: number
  readonly draw: number
  readonly repeat: number
  readonly item: string
  readonly outcome: Outcome
  readonly finishReason?: string | undefined
  readonly response?: string | undefined
  readonly reasoning?: string | undefined
  /** The primary extraction's. */
  readonly answer?: string | undefined
  readonly target: string
  /** Of the target or of each choice, where the trial took them; JSON in the file. */
  readonly likelihoods?: readonly Likelihood[] | undefined
  /** By score column name (`score_exact_match`); absent where the trial has none. */
  readonly scores: { readonly [column: string]: number }
  readonly promptTokens?: number | undefined
  readonly completionTokens?: number | undefined
  readonly cachedTokens?: number | undefined
  readonly latencyMs?: number | undefined
  readonly costUsd?: number | undefined
  readonly attempts: number
  readonly error?: string | undefined
  /** ISO 8601, UTC. */
  readonly finishedAt: string
}
