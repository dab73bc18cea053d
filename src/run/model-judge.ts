import pLimit from 'p-limit'
import type { Provider, Session } from '../domain/provider.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import type { Result } from '../domain/result.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { createLatencies } from './attempt-limits.ts'
import type { Budget, BudgetLimits } from './budget.ts'
import { budgetedSession } from './budgeted-session.ts'
import { type JudgeQuestion, judgeTrial, KEEPS_REPLY } from './judge-trial.ts'
import { tryCall } from './retry.ts'
import { runTrial, type TrialDeps } from './run-trial.ts'
import { Drained } from './sending.ts'
import { createTraffic, type TrafficLimits } from './traffic.ts'
import { withTriedCounts } from './tried-counts.ts'
import { withinBudget } from './within-budget.ts'

export interface ModelJudgeDeps extends Omit<TrialDeps, 'route'> {
  readonly limits: TrafficLimits
  /** Once set, nothing more is asked. */
  readonly draining: AbortSignal
  readonly budget?: Budget | undefined
  readonly notice: (line: string) => void
}

/** What came of a question. */
type Judged =
  | { readonly state: 'asked'; readonly result: Result }
  /** There is no row of it. */
  | { readonly state: 'not-asked'; readonly reason: string; readonly limit?: keyof BudgetLimits | undefined }

/** A model that is asked for judgements: opened at the first question, kept until it is closed. */
export interface ModelJudge {
  /** @throws only bugs and the signal's reason */
  ask(question: JudgeQuestion): Promise<Judged>
  close(): Promise<void>
}

/** Tokens of question and reply that a model on this machine is opened for. */
const LOCAL_CONTEXT = 8192

/** After this many questions in a row were given up on, each after all its tries, the judge counts as gone. */
const GIVEN_UP_IN_A_ROW = 5

/** A judge whose calls are tried again, limited and paid for as those of any model. */
export function modelJudge(planned: PlannedModel, provider: Provider, deps: ModelJudgeDeps): ModelJudge {
  const traffic = createTraffic(deps.limits, deps)
  const latencies = createLatencies(deps.policy.attemptTimeoutMs)
  let opening: ReturnType<typeof openJudge> | undefined
  let stoppedBy: ProviderError | undefined
  let givenUpInARow = 0
  const route: TrialDeps['route'] = {
    send: (sending) => traffic.send({ ...sending, cancelledBy: () => stoppedBy }),
    backOff: traffic.backOff,
    limits: latencies.limits,
  }
  const note = (error: ProviderError | undefined): void => {
    if (error === undefined || error.skipsTrial) givenUpInARow = 0
    else if (error.stopsModel || (error.retryable && ++givenUpInARow >= GIVEN_UP_IN_A_ROW))
      stoppedBy ??= error
  }
  const askIn = async ({ session, inPlace }: Opened, question: JudgeQuestion): Promise<Judged> => {
    const { trial, group } = judgeTrial(planned, question, session.capabilities.chat ? 'chat' : 'raw')
    let made: Awaited<ReturnType<typeof runTrial>> | undefined
    const reached = await withinBudget(
      async () => {
        made = await inPlace((worker) =>
          runTrial(trial, group, session, worker, KEEPS_REPLY, { ...deps, route }),
        )
      },
      deps.budget,
      deps.draining,
    )
    if (reached !== undefined) return { state: 'not-asked', reason: reached.message, limit: reached.limit }
    if (made === undefined) throw new Error('a judge was asked and nothing came of it')
    note(made.error)
    if (made.result.latencyMs !== undefined) latencies.answered(made.result.latencyMs)
    return { state: 'asked', result: made.result }
  }
  return {
    ask: async (question) => {
      if (deps.draining.aborted) return { state: 'not-asked', reason: 'the run was interrupted' }
      opening ??= openJudge(planned, provider, deps)
      const opened = await opening
      const gone = 'error' in opened ? opened.error : stoppedBy
      if (gone !== undefined) return { state: 'not-asked', reason: `${gone.kind}: ${gone.message}` }
      if ('error' in opened) throw opened.error
      return askIn(opened, question).catch((error: unknown) => {
        if (!(error instanceof Drained)) throw error
        return { state: 'not-asked', reason: 'the run was interrupted' }
      })
    },
    close: async () => {
      const opened = await opening
      if (opened !== undefined && !('error' in opened)) await opened.session.close()
    },
  }
}

interface Opened {
  readonly session: Session
  /** Runs a call as one of the session's workers, as soon as one is free. */
  inPlace<T>(call: (worker: number) => Promise<T>): Promise<T>
}

async function openJudge(
  { model }: PlannedModel,
  provider: Provider,
  deps: ModelJudgeDeps,
): Promise<Opened | { readonly error: ProviderError }> {
  const { signal: _, notice } = deps
  const tried = await tryCall(
    (signal) => provider.open(model, { signal, contextNeeded: LOCAL_CONTEXT, notice }),
    deps.policy,
    deps,
  )
  if (tried.state === 'gave-up') return { error: tried.error }
  const counting = withTriedCounts(provider.lane === 'local' ? withinContext(tried.value) : tried.value, deps)
  const session = deps.budget === undefined ? counting : budgetedSession(counting, model, deps.budget)
  const limit = pLimit(session.concurrency)
  const free = Array.from({ length: session.concurrency }, (_, worker) => worker)
  return {
    session,
    inPlace: (call) =>
      limit(async () => {
        const worker = free.pop() ?? 0
        return call(worker).finally(() => free.push(worker))
      }),
  }
}

/** The session, whose context is no larger than it was opened for. */
function withinContext(session: Session): Session {
  const { capabilities } = session
  const contextLength = Math.min(LOCAL_CONTEXT, capabilities.contextLength ?? LOCAL_CONTEXT)
  return Object.create(session, { capabilities: { value: { ...capabilities, contextLength } } }) as Session
}
