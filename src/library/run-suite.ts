import type { Result } from '../domain/result.ts'
import type { Config } from './config.ts'
import type { BudgetConfig } from './run-config.ts'
import type { SuiteConfig } from './suite-config.ts'

/** The clocks of a run, for tests that must not depend on time. */
export interface Clock {
  /** Milliseconds since 1970: `finished_at` of trials. */
  readonly now: () => number
  /** Milliseconds from a clock that never jumps: latencies, time limits. */
  readonly monotonic: () => number
  /** Resolves after so many milliseconds, or rejects with the signal's reason. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** What is run, how far, and who is told of it. All but `config` may be left out. */
export interface RunSuiteOptions {
  /** A config file, relative to the working folder, or a config as an object. */
  readonly config: string | Config
  /** What paths in objects are relative to: those of `config` and of `suite`. Default: the working folder. */
  readonly folder?: string | undefined
  /** A run of the config, or a new name: results stand in `results/NAME`. The same call resumes. */
  readonly run?: string | undefined
  /** In place of the config's suites: a suite file relative to the working folder, or a suite as an object. */
  readonly suite?: string | SuiteConfig | undefined
  /** A data file: `${DATA}` in the paths that suites name. */
  readonly data?: string | undefined
  /** Only these tasks or suites, by name. */
  readonly tasks?: readonly string[] | undefined
  /** Only these models, by name. */
  readonly models?: readonly string[] | undefined
  /** Numbers of demonstrations, from 0 on, in place of the config's. */
  readonly shots?: readonly number[] | undefined
  /** At most so many queries a task, the first ones. */
  readonly limit?: number | undefined
  /** Seed of the draws of demonstrations. */
  readonly seed?: number | undefined
  /** Most that the run may use; each key over that of the config. */
  readonly budget?: BudgetConfig | undefined
  /** Whether trials that failed in an earlier call are asked again. Default true. */
  readonly retryFailed?: boolean | undefined
  /** What may differ within a line of models that a verdict is about; joined families count as declared to be one. */
  readonly join?: readonly ('family' | 'tuning' | 'quantization')[] | undefined
  /** Told of each trial when its row stands in trials.csv. What it throws stops the run, which rejects with it. */
  readonly onTrial?: ((trial: Result) => void) | undefined
  /** Told of what the command would print on standard error: progress, findings of probes, warnings. Never a key. */
  readonly onNotice?: ((line: string) => void) | undefined
  /** Stops at once: calls in flight are given up, and `runSuite` rejects with the signal's reason. What is finished stays. */
  readonly signal?: AbortSignal | undefined
  /** Starts nothing new: trials in flight are let finish, and the state is `interrupted`. */
  readonly drainSignal?: AbortSignal | undefined
  /** Environment variables: `${NAME}` in configs, keys, ICL_CACHE. Default: those of the process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Makes the calls to servers. Default: the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Default: the machine's clocks. */
  readonly clock?: Partial<Clock> | undefined
}

/** How a run ended. */
export type RunState =
  /** Every trial is scored, or skipped because it does not apply to its model. */
  | 'complete'
  /** Some trials failed, or lack a score: the same call tries them again. */
  | 'some-failed'
  /** A model could not be run for what was given for it; `problems` says why. The others ran. */
  | 'bad-input'
  /** The budget kept trials from being asked. */
  | 'stopped-by-budget'
  /** `drainSignal` aborted. */
  | 'interrupted'

/** What became of a run. */
export interface RunSummary {
  /** The run's name. */
  readonly run: string
  /** The path of its folder, absolute: for `readTrials`, `readCurves` and `compareRuns`. */
  readonly folder: string
  readonly state: RunState
  /** What `icl run` would have exited with. */
  readonly exitCode: 0 | 1 | 2 | 3 | 130
  readonly trials: {
    /** Finished by this call, whatever came of them; the next three are among them. */
    readonly asked: number
    /** Outcome `failed`: the network or the server. */
    readonly failed: number
    /** Outcome `skipped`: they do not apply to their model. */
    readonly skipped: number
    /** Answered, but a score that they should have is missing; their `error` says why. */
    readonly unscored: number
    /** Done before this call. */
    readonly found: number
    /** Of the plan, and not asked. */
    readonly left: number
  }
  /** Models that were not run, or not to the end. */
  readonly problems: readonly { readonly model: string; readonly error: Error }[]
  /** Limits of the budget that kept trials from being asked. */
  readonly reached: readonly ('usd' | 'tokens' | 'minutes')[]
}

/**
 * Runs suites on models as `icl run` does: asks every open trial, keeps each in trials.csv, then makes curve.csv,
 * verdicts.csv, charts and report.html in the run's folder, with the same bytes. Prints nothing and never ends the
 * process. The same call again resumes: what is answered is not asked again. Two calls on one folder at a time are
 * refused.
 *
 * @throws InputError for what is wrong with the options, the config, a suite or the run's folder, before anything is
 * asked; the reason of `signal`, when that aborts; what `onTrial` or a provider of yours throws
 * @example
 * const summary = await runSuite({
 *   config: 'harness.config.yaml',
 *   run: 'try',
 *   tasks: ['capitals'],
 *   limit: 10,
 *   onTrial: ({ model, item, outcome }) => log(model, item, outcome),
 * })
 * if (summary.state !== 'complete') log(summary.problems)
 */
export async function runSuite(options: RunSuiteOptions): Promise<RunSummary> {
  // Loaded only now: a scorer file imports this package too, and needs nothing of it.
  const { checkOptions } = await import('./check-options.ts')
  checkOptions('runSuite', options)
  const { signal } = options
  signal?.throwIfAborted()
  const { runInProcess } = await import('./run-in-process.ts')
  try {
    const summary = await runInProcess(options)
    signal?.throwIfAborted()
    return summary
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
