import type { LimitFunction } from 'p-limit'
import type { Session } from '../domain/provider.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import type { Result } from '../domain/result.ts'
import type { PlannedModel } from '../domain/trial.ts'
import type { Plan } from './plan.ts'
import { runTrial, type TrialDeps, unansweredResult } from './run-trial.ts'
import type { ScorerOf } from './scoring.ts'
import { modelGroups } from './trial-group.ts'
import { affinitySource, sharedSource, type Work } from './work-source.ts'

export interface ModelRunDeps extends TrialDeps {
  readonly scorerOf: ScorerOf
  /** True for trials whose row stands already: they are not asked again. */
  readonly isDone: (key: string) => boolean
  /** Appends the row; throws when the file cannot take it, which ends the run. */
  readonly append: (result: Result) => void
  /** Once set, no new trial starts; those in flight are let finish. */
  readonly draining: AbortSignal
  /** The provider's limit on calls in flight, shared by its models. */
  readonly limit: LimitFunction
}

/** After this many trials in a row were given up on, each after all its tries, the server counts as gone. */
const GIVEN_UP_IN_A_ROW = 5

/** Runs the open trials of one model in an opened session. Returns the error that stopped it early, if one did. */
export async function runModel(
  plan: Plan,
  planned: PlannedModel,
  session: Session,
  deps: ModelRunDeps,
): Promise<ProviderError | undefined> {
  const source = (session.prefixAffinity ? affinitySource : sharedSource)(
    modelGroups(plan, planned),
    deps.isDone,
  )
  let stoppedBy: ProviderError | undefined
  let givenUpInARow = 0

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
    const { result, error } = await runTrial(trial, group, session, worker, deps.scorerOf(trial.task), deps)
    note(error)
    deps.append(result)
  }
  const work = async (worker: number): Promise<void> => {
    while (!deps.draining.aborted) {
      const next = source.next(worker)
      if (next === undefined) return
      await deps.limit(() => finish(next, worker))
    }
  }
  await Promise.all(Array.from({ length: session.concurrency }, (_, worker) => work(worker)))
  return stoppedBy
}
