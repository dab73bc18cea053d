import { InputError } from '../domain/input-error.ts'
import type { Provider, Session } from '../domain/provider.ts'
import { ProviderError } from '../domain/provider-error.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { createLatencies } from './attempt-limits.ts'
import { BudgetReached } from './budget.ts'
import { budgetedSession } from './budgeted-session.ts'
import { type CheckDeps, checkOpened } from './check-opened.ts'
import { contextNeeded } from './context-needed.ts'
import { asksLikelihoods } from './likelihood-gaps.ts'
import type { Plan } from './plan.ts'
import { type RetryPolicy, tryCall } from './retry.ts'
import { type RoundsDeps, runRounds } from './run-rounds.ts'
import { Drained } from './sending.ts'
import { thinkingSession } from './thinking-session.ts'
import { createTraffic, type Traffic, type TrafficLimits } from './traffic.ts'
import { withTriedCounts } from './tried-counts.ts'
import { watchServedModels } from './watch-served-model.ts'

export interface RunDeps
  extends Omit<RoundsDeps, 'traffic' | 'latencies' | 'policy'>,
    Omit<CheckDeps, 'policy' | 'checked'> {
  /** By name. */
  readonly providers: ReadonlyMap<string, Provider>
  /** The retry policy of a provider, by its name. */
  readonly policyOf: (provider: string) => RetryPolicy
  /** What may be asked of a provider at once and in a minute, by its name. */
  readonly limitsOf: (provider: string) => TrafficLimits
  /** False when all the trials that it needs by now are done: the model is not even opened. */
  readonly hasWork: (planned: PlannedModel) => boolean
  readonly onModelStart: (planned: PlannedModel) => void
  /** Told of a model that was opened, before its first trial. */
  readonly onModelOpened?: ((planned: PlannedModel, session: Session) => Promise<void>) | undefined
  readonly onModelEnd: (planned: PlannedModel, end: ModelEnd) => void
}

/** How a model's part of the run ended. */
export type ModelEnd =
  | { readonly state: 'finished' | 'nothing-to-do' | 'interrupted' }
  | { readonly state: 'out-of-budget'; readonly reached: BudgetReached }
  | { readonly state: 'not-opened' | 'stopped'; readonly error: ProviderError | InputError }

/**
 * Runs a plan: local models one after the other, each loaded once; hosted ones beside them. A model that cannot be
 * opened or stops is reported and leaves the others alone.
 *
 * @throws what `append` throws, and bugs; nothing is asked any more by then
 */
export async function runPlan(plan: Plan, given: RunDeps): Promise<void> {
  const broken = new AbortController()
  const deps = { ...given, signal: AbortSignal.any([given.signal, broken.signal]) }
  const lanes = new Map<string, PlannedModel[]>()
  for (const planned of plan.models) {
    const lane = providerOf(planned, deps).lane === 'local' ? 'local' : planned.model.name
    lanes.set(lane, [...(lanes.get(lane) ?? []), planned])
  }
  const traffics = new Map<string, Traffic>()
  const trafficOf = (provider: string): Traffic => {
    const made = traffics.get(provider) ?? createTraffic(deps.limitsOf(provider), deps)
    traffics.set(provider, made)
    return made
  }
  const ended = new Set<PlannedModel>()
  const checked = new Set<PlannedModel>()
  const watchServed = watchServedModels(deps.notice)
  const append: RunDeps['append'] = (result) => {
    watchServed(result)
    try {
      deps.append(result)
    } catch (error) {
      // Answers that cannot be kept are not worth asking for, whatever the model.
      broken.abort(error)
      throw error
    }
  }
  const onePass = async (isOpen: (planned: PlannedModel) => boolean): Promise<void> => {
    const runLane = async (lane: readonly PlannedModel[]): Promise<void> => {
      for (const planned of lane) {
        if (ended.has(planned) || !isOpen(planned)) continue
        const { provider } = planned.model
        const policy = deps.policyOf(provider)
        const latencies = createLatencies(policy.attemptTimeoutMs)
        const traffic = trafficOf(provider)
        const end = await runOne(plan, planned, { ...deps, append, checked, traffic, latencies, policy })
        if (end.state !== 'finished' && end.state !== 'nothing-to-do') ended.add(planned)
        deps.onModelEnd(planned, end)
      }
    }
    const running = [...lanes.values()].map((lane) =>
      runLane(lane).catch((error: unknown) => broken.abort(error)),
    )
    await Promise.all(running)
    broken.signal.throwIfAborted()
  }
  await onePass(() => true)
  if (deps.earlyStop === undefined) return
  // A later model may have needed more items than an earlier one, which is opened again for the rest of them.
  while (plan.models.some((planned) => !ended.has(planned) && deps.hasWork(planned)))
    await onePass(deps.hasWork)
}

async function runOne(
  plan: Plan,
  planned: PlannedModel,
  deps: RunDeps & RoundsDeps & CheckDeps,
): Promise<ModelEnd> {
  if (deps.draining.aborted) return { state: 'interrupted' }
  if (!deps.hasWork(planned)) return { state: 'nothing-to-do' }
  deps.onModelStart(planned)
  try {
    deps.budget?.checkTime()
    const provider = providerOf(planned, deps)
    const needed = contextNeeded(plan)
    const likelihoods = asksLikelihoods(plan)
    const opened = await tryCall(
      (signal) =>
        provider.open(planned.model, { signal, contextNeeded: needed, likelihoods, notice: deps.notice }),
      deps.policy,
      deps,
    )
    if (opened.state === 'gave-up') return { state: 'not-opened', error: opened.error }
    deps.traffic.opened()
    const counting = withTriedCounts(thinkingSession(opened.value, planned.model), deps)
    const session =
      deps.budget === undefined ? counting : budgetedSession(counting, planned.model, deps.budget)
    try {
      await deps.onModelOpened?.(planned, session)
      const { send, backOff } = deps.traffic
      const route = { send, backOff, limits: deps.latencies.limits }
      const known = await checkOpened(plan, planned, session, { ...deps, route })
      const stoppedBy = await runRounds(plan, known, session, deps)
      if (stoppedBy instanceof BudgetReached) return { state: 'out-of-budget', reached: stoppedBy }
      if (stoppedBy !== undefined) return { state: 'stopped', error: stoppedBy }
      return { state: deps.draining.aborted ? 'interrupted' : 'finished' }
    } finally {
      await session.close()
    }
  } catch (error) {
    // An append that failed is no trouble of the model's.
    deps.signal.throwIfAborted()
    if (error instanceof BudgetReached) return { state: 'out-of-budget', reached: error }
    if (error instanceof Drained) return { state: 'interrupted' }
    if (error instanceof ProviderError || error instanceof InputError) return { state: 'not-opened', error }
    throw error
  }
}

function providerOf(planned: PlannedModel, deps: RunDeps): Provider {
  const provider = deps.providers.get(planned.model.provider)
  if (provider === undefined)
    throw new Error(`no provider ${planned.model.provider} for ${planned.model.name}`)
  return provider
}
