import pLimit from 'p-limit'
import { InputError } from '../domain/input-error.ts'
import type { Provider } from '../domain/provider.ts'
import { ProviderError } from '../domain/provider-error.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { contextNeeded } from './context-needed.ts'
import type { Plan } from './plan.ts'
import { type RetryPolicy, tryCall } from './retry.ts'
import { type ModelRunDeps, runModel } from './run-model.ts'

export interface RunDeps extends Omit<ModelRunDeps, 'limit' | 'policy'> {
  /** By name. */
  readonly providers: ReadonlyMap<string, Provider>
  /** The retry policy of a provider, by its name. */
  readonly policyOf: (provider: string) => RetryPolicy
  /** False when all its trials are done: the model is not even opened. */
  readonly hasWork: (planned: PlannedModel) => boolean
  readonly onModelStart: (planned: PlannedModel) => void
  readonly onModelEnd: (planned: PlannedModel, end: ModelEnd) => void
  readonly notice: (line: string) => void
}

/** How a model's part of the run ended. */
export type ModelEnd =
  | { readonly state: 'finished' | 'nothing-to-do' | 'interrupted' }
  | { readonly state: 'not-opened' | 'stopped'; readonly error: ProviderError | InputError }

/**
 * Runs a plan: local models one after the other, each loaded once; hosted ones beside them. A model that cannot be
 * opened or stops is reported and leaves the others alone.
 */
export async function runPlan(plan: Plan, deps: RunDeps): Promise<void> {
  const lanes = new Map<string, PlannedModel[]>()
  for (const planned of plan.models) {
    const lane = providerOf(planned, deps).lane === 'local' ? 'local' : planned.model.name
    lanes.set(lane, [...(lanes.get(lane) ?? []), planned])
  }
  const limits = new Map([...deps.providers.keys()].map((name) => [name, pLimit(MAX_IN_FLIGHT)]))
  await Promise.all(
    [...lanes.values()].map(async (lane) => {
      for (const planned of lane) {
        const { provider } = planned.model
        const limit = limits.get(provider) ?? pLimit(MAX_IN_FLIGHT)
        deps.onModelEnd(
          planned,
          await runOne(plan, planned, { ...deps, limit, policy: deps.policyOf(provider) }),
        )
      }
    }),
  )
}

/** A server that answers no probe in so many tries is not there. */
const OPEN_ATTEMPTS = 4

/** Above any session's own concurrency: sessions say what they take. */
const MAX_IN_FLIGHT = 1024

async function runOne(plan: Plan, planned: PlannedModel, deps: RunDeps & ModelRunDeps): Promise<ModelEnd> {
  if (deps.draining.aborted) return { state: 'interrupted' }
  if (!deps.hasWork(planned)) return { state: 'nothing-to-do' }
  deps.onModelStart(planned)
  try {
    const provider = providerOf(planned, deps)
    const needed = contextNeeded(plan)
    const opened = await tryCall(
      (signal) => provider.open(planned.model, { signal, contextNeeded: needed, notice: deps.notice }),
      { ...deps.policy, maxAttempts: OPEN_ATTEMPTS },
      deps,
    )
    if (opened.state === 'gave-up') return { state: 'not-opened', error: opened.error }
    const session = opened.value
    try {
      const stoppedBy = await runModel(plan, planned, session, deps)
      if (stoppedBy !== undefined) return { state: 'stopped', error: stoppedBy }
      return { state: deps.draining.aborted ? 'interrupted' : 'finished' }
    } finally {
      await session.close()
    }
  } catch (error) {
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
