import { resolve } from 'node:path'
import type { Host } from '../commands/host.ts'
import { performRun, type RunOutcome } from '../commands/run.ts'
import { nodeMachine } from '../node-machine.ts'
import { configFrom, suiteFrom } from './config-from.ts'
import type { RunState, RunSuiteOptions, RunSummary } from './run-suite.ts'

const STATES: { readonly [exit in RunOutcome['exitCode']]: RunState } = {
  0: 'complete',
  1: 'some-failed',
  2: 'bad-input',
  3: 'stopped-by-budget',
  130: 'interrupted',
}

/** A run in this process. @throws as `runSuite` */
export async function runInProcess(options: RunSuiteOptions): Promise<RunSummary> {
  const { run, data, tasks, models, shots, limit, seed, budget, join, onTrial } = options
  const host = hostOf(options)
  const { name, folder, exitCode, tally, problems, reached } = await performRun(host, {
    config: configFrom(options, host.env),
    suite: suiteFrom(options),
    ...{ run, data, tasks, models, shots, limit, seed, join },
    budgetUsd: budget?.usd,
    budgetTokens: budget?.tokens,
    budgetMinutes: budget?.minutes,
    retryFailed: options.retryFailed ?? true,
    onResult: onTrial,
  })
  return {
    run: name,
    folder: resolve(folder),
    state: STATES[exitCode],
    exitCode,
    trials: {
      asked: tally.ran(),
      failed: tally.failed(),
      skipped: tally.skipped(),
      unscored: tally.unscored(),
      found: tally.found(),
      left: tally.left(),
    },
    problems,
    reached: [...reached],
  }
}

/** A line's width; nothing is shown. */
const WIDTH = 100

function hostOf({ env, fetch, clock, onNotice, signal, drainSignal }: RunSuiteOptions): Host {
  const machine = nodeMachine()
  const never = new AbortController().signal
  const given = [signal, drainSignal].filter((one) => one !== undefined)
  return {
    ...machine,
    env: env ?? machine.env,
    fetch: fetch ?? machine.fetch,
    now: clock?.now ?? machine.now,
    monotonic: clock?.monotonic ?? machine.monotonic,
    sleep: clock?.sleep ?? machine.sleep,
    out: () => {},
    write: () => {},
    note: onNotice ?? (() => {}),
    redraw: undefined,
    redrawDone: () => {},
    width: WIDTH,
    // The process is not ours alone: its engine stays as it is set.
    settleHeap: () => {},
    draining: AbortSignal.any(given),
    aborted: signal ?? never,
  }
}
