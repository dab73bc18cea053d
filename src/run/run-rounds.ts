import type { Session } from '../domain/provider.ts'
import type { PlannedModel } from '../domain/trial.ts'
import type { EarlyStop } from './early-stop.ts'
import type { Plan } from './plan.ts'
import { type ModelRunDeps, runModel } from './run-model.ts'

export interface RoundsDeps extends ModelRunDeps {
  /** Where given, trials are asked in rounds of a block a cell, and only as far as they are needed. */
  readonly earlyStop?: EarlyStop | undefined
}

/**
 * Runs a model's open trials, in one go or, under an early stop, round by round until none is needed any more: as far
 * as its own points ask for, and as far as those of the other models have asked for by then.
 */
export async function runRounds(
  plan: Plan,
  planned: PlannedModel,
  session: Session,
  deps: RoundsDeps,
): ReturnType<typeof runModel> {
  const { earlyStop } = deps
  if (earlyStop === undefined) return runModel(plan, planned, session, deps)
  for (;;) {
    const groups = earlyStop.lacking(planned)
    if (groups.length === 0) return undefined
    let ran = 0
    const append: ModelRunDeps['append'] = (result) => {
      deps.append(result)
      earlyStop.add(result)
      ran++
    }
    const stoppedBy = await runModel(plan, planned, session, { ...deps, append }, groups.values())
    if (stoppedBy !== undefined || deps.draining.aborted) return stoppedBy
    if (ran === 0) throw new Error(`no trial of ${planned.model.name} is open, and some are lacking`)
  }
}
