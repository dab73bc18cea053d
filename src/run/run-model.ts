import type { Session } from '../domain/provider.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import type { Result } from '../domain/result.ts'
import type { PlannedModel } from '../domain/trial.ts'
import type { Latencies } from './attempt-limits.ts'
import type { Budget, BudgetReached } from './budget.ts'
import type { Plan } from './plan.ts'
import { runTrial, type TrialDeps } from './run-trial.ts'
import type { ScorerOf } from './scoring.ts'
import { Drained } from './sending.ts'
import type { Traffic } from './traffic.ts'
import { modelGroups, type TrialGroup } from './trial-group.ts'
import { unansweredResult } from './trial-row.ts'
import { withinBudget } from './within-budget.ts'
import { affinitySource, sharedSource, type Work } from './work-source.ts'

export interface ModelRunDeps extends Omit<TrialDeps, 'route'> {
  readonly scorerOf: ScorerOf
  /** True for trials whose row stands already: they are not asked again. */
  readonly isDone: (key: string) => boolean
  /** Appends the row; throws when the file cannot take it, which ends the run. */
  readonly append: (result: Result) => void
  /** Once set, no new trial starts; those in flight are let finish. */
  readonly draining: AbortSignal
  /** The way to the provider, shared by its models. */
  readonly traffic: Traffic
  /** This model's, for its time-outs. */
  readonly latencies: Latencies
  /** What the run may use; the session knows it too. */
  readonly budget?: Budget | undefined
}

/** After this many trials in a row were given up on, each after all its tries, the server counts as gone. */
const GIVEN_UP_IN_A_ROW = 5

/**
 * Runs the open trials of one model in an opened session, all of them or those of some groups. Returns what stopped it
 * early, if anything did; trials that the budget has no room for stay open.
 */
export async function runModel(
  plan: Plan,
  planned: PlannedModel,
  session: Session,
  deps: ModelRunDeps,
  groups: Iterator<TrialGroup> = modelGroups(plan, planned),
): Promise<ProviderError | BudgetReached | undefined> {
  const source = (session.prefixAffinity ? affinitySource : sharedSource)(groups, deps.isDone)
  let stoppedBy: ProviderError | undefined
  let outOfBudget: BudgetReached | undefined
  let givenUpInARow = 0

  const route: TrialDeps['route'] = {
    send: (sending) => deps.traffic.send({ ...sending, cancelledBy: () => stoppedBy }),
    backOff: deps.traffic.backOff,
    limits: deps.latencies.limits,
  }
  const trialDeps: TrialDeps = { ...deps, route }

  const note = (error: ProviderError | undefined): void => {
    if (error === undefined || error.skipsTrial) givenUpInARow = 0
    else if (error.stopsModel || (error.retryable && ++givenUpInARow >= GIVEN_UP_IN_A_ROW))
      stoppedBy ??= error
  }
  const finish = async (work: Work, worker: number): Promise<void> => {
    const { trial, group } = work
    if (stoppedBy !== undefined) {
      deps.append(unansweredResult(trial, stoppedBy, 0, deps.timestamp()))
      return
    }
    const { result, error } = await runTrial(
      trial,
      group,
      session,
      worker,
      deps.scorerOf(trial.task),
      trialDeps,
    )
    note(error)
    if (result.latencyMs !== undefined) deps.latencies.answered(result.latencyMs)
    deps.append(result)
  }
  const work = async (worker: number): Promise<void> => {
    while (!deps.draining.aborted && outOfBudget === undefined) {
      const next = source.next(worker)
      if (next === undefined) return
      const reached = await withinBudget(() => finish(next, worker), deps.budget, deps.draining)
      outOfBudget ??= reached
    }
  }
  // As many workers as the ceiling: how many of their requests are in flight, the traffic says.
  const workers = Array.from({ length: session.concurrency }, (_, worker) =>
    work(worker).catch(unlessDrained),
  )
  await Promise.all(workers)
  return stoppedBy ?? outOfBudget
}

/** A trial that was not in flight when the run was stopped has no row: the next run asks it. */
function unlessDrained(error: unknown): void {
  if (!(error instanceof Drained)) throw error
}
