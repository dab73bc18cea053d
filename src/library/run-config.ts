import type { Control, Instruction, Rendering, Sampling } from '../domain/factors.ts'

/** What a run may use; what is absent is not limited. No trial is started that could exceed it. */
export interface BudgetConfig {
  /** US dollars of the whole run, earlier calls of it included; every model needs a price. */
  readonly usd?: number | undefined
  /** Prompt and answer tokens of the whole run. */
  readonly tokens?: number | undefined
  /** Wall time of this call, in minutes; calls in flight are let finish. */
  readonly minutes?: number | undefined
}

/** What a run asks of one task or suite otherwise than of the others. */
export interface PerTaskConfig {
  readonly shots?: readonly number[] | undefined
  readonly draws?: number | undefined
  readonly repeats?: number | undefined
  readonly controls?: readonly Control[] | undefined
  readonly limit?: number | undefined
  readonly temperature?: number | undefined
  readonly max_tokens?: number | undefined
}

/** What a run asks: an entry of `runs`, or `defaults` (docs/config.md). Every key falls back to `defaults`. */
export interface RunConfig {
  /** Tasks or suites by name. Default: all. */
  readonly tasks?: readonly string[] | undefined
  /** Models by name. Default: all. */
  readonly models?: readonly string[] | undefined
  /** By the name of a task or suite; a task over its suite. */
  readonly per_task?: { readonly [name: string]: PerTaskConfig } | undefined
  /** Numbers of demonstrations shown, from 0 on. Default 0, 1, 2, 4, 8. */
  readonly shots?: readonly number[] | undefined
  /** Choices of demonstrations each prompt is asked with, from 1 on. Default 1. */
  readonly draws?: number | undefined
  /** How often the same prompt is asked, from 1 on. Default 1. */
  readonly repeats?: number | undefined
  /** Bare text, one user message, or demonstrations as earlier turns. Default `raw`. */
  readonly renderings?: readonly Rendering[] | undefined
  /** Whether the task's instruction stands above the demonstrations; both are compared. Default `off`. */
  readonly instruction?: readonly Instruction[] | undefined
  /** What is done to the demonstrations' labels. Default `gold`. */
  readonly controls?: readonly Control[] | undefined
  /** Whether a draw serves all queries of a task, or each query has its own. Default `shared`. */
  readonly sampling?: Sampling | undefined
  /** Queries asked in each task, the first ones, from 1 on. Default: all. */
  readonly limit?: number | undefined
  /** Seed of every random choice. Default 1. */
  readonly seed?: number | undefined
  /** Overrides the tasks' own, from 0 on. */
  readonly temperature?: number | undefined
  /** Overrides the tasks' own, from 1 on. */
  readonly max_tokens?: number | undefined
  /** Whether models are probed for answering the same again at temperature 0. Default true. */
  readonly probe?: boolean | undefined
  readonly budget?: BudgetConfig | undefined
  /** Stops asking further items where the 95 % interval of every model's point is at most so wide, in score units. */
  readonly stop_when?: { readonly ci_width: number } | undefined
}
