import { digestOf } from '../domain/digest.ts'
import type { Model } from '../domain/model.ts'
import type { Completion, Session } from '../domain/provider.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import type { Result } from '../domain/result.ts'
import type { Trial } from '../domain/trial.ts'
import { costUsd } from './call-cost.ts'
import { misfitOrFailure } from './misfit.ts'
import { outcomeOf } from './outcome-of.ts'
import { overflowOf } from './overflow-of.ts'
import { promptOf } from './prompt-of.ts'
import { type RetryDeps, type RetryPolicy, tryCall } from './retry.ts'
import type { TaskScorer } from './scoring.ts'
import { tokenUseOf } from './token-use.ts'
import type { TrialGroup } from './trial-group.ts'

export interface TrialDeps extends RetryDeps {
  readonly policy: RetryPolicy
  /** ISO 8601, UTC. */
  readonly timestamp: () => string
}

/** Asks, extracts, scores: one trial from its coordinates to its row. @throws only bugs and the signal's reason. */
export async function runTrial(
  trial: Trial,
  group: TrialGroup,
  session: Session,
  worker: number,
  scorer: TaskScorer,
  deps: TrialDeps,
): Promise<{ readonly result: Result; readonly error: ProviderError | undefined }> {
  const prompt = promptOf(trial, group)
  const { decoding } = trial.task
  const misfit = await misfitOrFailure(prompt, decoding, session)
  if (misfit !== undefined)
    return { result: unansweredResult(trial, misfit, 0, deps.timestamp()), error: misfit }
  const request = {
    prompt,
    decoding,
    seed: decoding.temperature > 0 ? samplingSeed(trial) : undefined,
    trial: {
      key: trial.key,
      task: trial.task.name,
      item: trial.query.id,
      shots: trial.shots,
      target: trial.query.targets[0],
    },
  }
  const tried = await tryCall(
    (signal) => session.complete(request, { signal, worker }),
    deps.policy,
    deps,
    tokenUseOf(request),
  )
  if (tried.state === 'gave-up')
    return {
      result: unansweredResult(trial, tried.error, tried.attempts, deps.timestamp()),
      error: tried.error,
    }
  const result = await answeredResult(trial, tried.value, scorer, tried, deps.timestamp())
  const overflow = overflowOf(tried.value, decoding, session.capabilities)
  if (overflow === undefined) return { result, error: undefined }
  const { promptTokens, completionTokens, cachedTokens, latencyMs, costUsd, servedModel } = result
  const spent = { promptTokens, completionTokens, cachedTokens, latencyMs, costUsd, servedModel }
  const skipped = unansweredResult(trial, overflow, tried.attempts, result.finishedAt)
  return { result: { ...skipped, ...spent }, error: overflow }
}

/** A seed of 31 bits for the provider's sampler: it follows from the trial alone. */
function samplingSeed(trial: Trial): number {
  return Number.parseInt(digestOf('sampling', trial.key).slice(0, 8), 16) & 0x7fffffff
}

/** The row of a trial that has no answer: `skipped` when it does not apply to the model, else `failed`. */
export function unansweredResult(
  trial: Trial,
  error: ProviderError,
  attempts: number,
  finishedAt: string,
): Result {
  return {
    ...coordinates(trial),
    outcome: error.skipsTrial ? 'skipped' : 'failed',
    scores: {},
    attempts,
    error: `${error.kind}: ${error.message}`,
    finishedAt,
  }
}

async function answeredResult(
  trial: Trial,
  completion: Completion,
  scorer: TaskScorer,
  { attempts, latencyMs }: { readonly attempts: number; readonly latencyMs: number },
  finishedAt: string,
): Promise<Result> {
  const { text: response, reasoning } = completion
  const found = scorer.extract(response)
  const outcome = outcomeOf(completion, found)
  const scoring = scorer.score({ item: trial.query, response, reasoning, outcome, trialKey: trial.key })
  return {
    ...coordinates(trial),
    servedModel: completion.servedModel,
    outcome,
    finishReason: completion.rawFinishReason ?? completion.finishReason,
    response,
    reasoning,
    answer: found.answer,
    // Most scores are there at once: a turn of the queue for each of a million trials is not free.
    scores: scoring instanceof Promise ? await scoring : scoring,
    promptTokens: completion.promptTokens,
    completionTokens: completion.completionTokens,
    cachedTokens: completion.cachedTokens,
    latencyMs: Math.round(latencyMs * 10) / 10,
    costUsd: costUsd(trial.planned.model.price, completion),
    attempts,
    finishedAt,
  }
}

function coordinates(trial: Trial) {
  const { planned, task, query } = trial
  const model: Model = planned.model
  return {
    trialKey: trial.key,
    model: model.name,
    provider: model.provider,
    engine: planned.identity.engine,
    family: model.family,
    parameters: model.parameters,
    activeParameters: model.activeParameters ?? model.parameters,
    quantization: model.quantization,
    tuning: model.tuning,
    task: task.name,
    taskVersion: task.version,
    group: query.group,
    rendering: trial.rendering,
    instruction: trial.instruction,
    control: trial.control,
    sampling: trial.sampling,
    shots: trial.shots,
    draw: trial.draw,
    repeat: trial.repeat,
    item: query.id,
    target: query.targets[0],
  }
}
