import type { Result } from '../domain/result.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { readResults } from '../results/read-results.ts'
import { type Budget, createBudget } from '../run/budget.ts'
import { type EarlyStop, earlyStop } from '../run/early-stop.ts'
import type { Plan } from '../run/plan.ts'
import type { Host } from './host.ts'
import { plannedKeys } from './planned-keys.ts'
import type { ResolvedRun } from './resolve-run.ts'
import { spentBefore } from './spent-before.ts'
import { spentOnJudges } from './spent-on-judges.ts'

/** What ends a run before all its trials are asked. */
export interface RunLimits {
  readonly budget: Budget | undefined
  readonly earlyStop: EarlyStop | undefined
}

export interface RunLimitsOptions {
  /** trials.csv, which stands and has no torn row. */
  readonly trialsPath: string
  /** judgements.csv, which may not be there, and the models in it. */
  readonly judgementsPath: string
  readonly judges: readonly PlannedModel[]
  /** Whether a trial's row is final. */
  readonly isDone: (key: string) => boolean
  /** When the command began, on the monotonic clock. */
  readonly startedAt: number
}

/** A run's budget and early stop, as far along as the rows that stand say. Without either, no row is read. */
export async function runLimits(
  host: Pick<Host, 'monotonic'>,
  plan: Plan,
  { budget: limits, stopWhen }: Pick<ResolvedRun, 'budget' | 'stopWhen'>,
  { trialsPath, judgementsPath, judges, isDone, startedAt }: RunLimitsOptions,
): Promise<RunLimits> {
  const isLimited = Object.values(limits).some((limit) => limit !== undefined)
  if (!isLimited && stopWhen === undefined) return { budget: undefined, earlyStop: undefined }
  const stop = stopWhen && earlyStop(plan, stopWhen, (await import('./precision-meter.ts')).precisionMeter)
  const noted = async function* (): AsyncGenerator<Result> {
    const results = readResults(trialsPath, plannedKeys(plan).has, { superseded: 0 }, { texts: false })
    for await (const result of results) {
      if (isDone(result.trialKey)) stop?.add(result)
      yield result
    }
  }
  const trials = await spentBefore(plan, noted())
  const judgements = await spentOnJudges(judgementsPath, judges)
  const before = { usd: trials.usd + judgements.usd, tokens: trials.tokens + judgements.tokens }
  const budget = isLimited ? createBudget(limits, { now: host.monotonic, startedAt, before }) : undefined
  return { budget, earlyStop: stop }
}
