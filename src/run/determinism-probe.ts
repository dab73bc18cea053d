import type { CompletionRequest, Session } from '../domain/provider.ts'
import type { PlannedModel, Trial } from '../domain/trial.ts'
import { BudgetReached } from './budget.ts'
import { misfitOrFailure } from './misfit.ts'
import { overflowOf } from './overflow-of.ts'
import { factorsOf, type Plan } from './plan.ts'
import { promptOf } from './prompt-of.ts'
import { type RetryDeps, type RetryPolicy, tryCall } from './retry.ts'
import { Drained } from './sending.ts'
import { tokenUseOf } from './token-use.ts'
import { modelGroups, type TrialGroup } from './trial-group.ts'

/** What asking the same again at temperature 0 showed. */
export interface DeterminismFinding {
  /** Every prompt had the same answer twice, one request at a time. */
  readonly repeatsAlone: boolean
  /** Every prompt had that answer also with the others in flight; undefined where the model takes one request at a time. */
  readonly repeatsBesideOthers: boolean | undefined
  /** Different prompts asked, each twice alone and once beside the others. */
  readonly prompts: number
}

export interface ProbeDeps extends RetryDeps {
  readonly policy: RetryPolicy
  /** Once set, the probe is given up. */
  readonly draining: AbortSignal
}

/** A prompt and three beside it. */
const PROMPTS = 4

/** Prompts looked at to find those that the model can be asked. */
const MOST_CANDIDATES = 24

/** The trials themselves are tried for as long as the policy says; a probe is not worth that. */
const ATTEMPTS = 3

/**
 * Whether a model answers the same again at temperature 0: prompts of its own trials, each asked twice alone (the
 * second time a server may reuse what it kept), then all at once. `undefined` where that could not be found out: the
 * model takes no temperature, no prompt fits, a call failed, or the run is being stopped.
 *
 * @throws only bugs and the signal's reason
 */
export async function probeDeterminism(
  plan: Plan,
  planned: PlannedModel,
  session: Session,
  deps: ProbeDeps,
): Promise<DeterminismFinding | undefined> {
  if (!session.capabilities.samplingOptions.includes('temperature')) return undefined
  const asked: { readonly request: CompletionRequest; readonly alone: string }[] = []
  let repeatsAlone = true
  for (const candidate of candidates(plan, planned)) {
    if (asked.length === Math.min(PROMPTS, Math.max(1, session.concurrency))) break
    const request = await requestOf(candidate, session)
    if (request === undefined) continue
    const first = await answerOf(request, session, 0, deps)
    // What does not fit is no finding on the others.
    if (first.state === 'skipped') continue
    const second = first.state === 'answered' ? await answerOf(request, session, 0, deps) : first
    if (first.state !== 'answered' || second.state !== 'answered') return undefined
    repeatsAlone &&= first.text === second.text
    asked.push({ request, alone: first.text })
  }
  if (asked.length === 0) return undefined
  if (asked.length === 1) return { repeatsAlone, repeatsBesideOthers: undefined, prompts: 1 }
  const beside = await Promise.all(
    asked.map(({ request }, worker) => answerOf(request, session, worker, deps)),
  )
  if (beside.some(({ state }) => state !== 'answered')) return undefined
  const repeatsBesideOthers = beside.every(
    (answer, index) => answer.state === 'answered' && answer.text === asked[index]?.alone,
  )
  return { repeatsAlone, repeatsBesideOthers, prompts: asked.length }
}

interface Candidate {
  readonly trial: Trial
  readonly group: TrialGroup
}

/** Trials of the model with different prompts, a few of each condition and k, the longest first: they show most. */
function* candidates(plan: Plan, planned: PlannedModel): Generator<Candidate> {
  let given = 0
  for (const group of modelGroups(plan, planned)) {
    const queries = group.condition.task.queries.length
    const { repeats } = factorsOf(plan, group.condition.task)
    const ofOneK = queries * repeats
    for (let start = group.size - ofOneK; start >= 0; start -= ofOneK)
      for (let query = 0; query < Math.min(PROMPTS, queries); query++) {
        if (++given > MOST_CANDIDATES) return
        yield { trial: group.at(start + query * repeats), group }
      }
  }
}

async function requestOf(
  { trial, group }: Candidate,
  session: Session,
): Promise<CompletionRequest | undefined> {
  const prompt = promptOf(trial, group)
  const decoding = { ...trial.task.decoding, temperature: 0 }
  if ((await misfitOrFailure(prompt, decoding, session)) !== undefined) return undefined
  const { key, task, query, shots } = trial
  return {
    prompt,
    decoding,
    trial: { key, task: task.name, item: query.id, shots, target: query.targets[0] },
  }
}

type Answer =
  | { readonly state: 'answered'; readonly text: string }
  | { readonly state: 'skipped' }
  | { readonly state: 'failed' }

async function answerOf(
  request: CompletionRequest,
  session: Session,
  worker: number,
  deps: ProbeDeps,
): Promise<Answer> {
  if (deps.draining.aborted) return { state: 'failed' }
  const { maxAttempts, attemptTimeoutMs } = deps.policy
  const policy = {
    ...deps.policy,
    maxAttempts: Math.min(ATTEMPTS, maxAttempts),
    maxTotalMs: Math.min(deps.policy.maxTotalMs, attemptTimeoutMs),
  }
  const call = (signal: AbortSignal) => session.complete(request, { signal, worker })
  const tried = await tryCall(call, policy, deps, tokenUseOf(request)).catch(withoutFinding)
  if (tried.state === 'not-sent') return { state: 'failed' }
  if (tried.state === 'gave-up') return tried.error.skipsTrial ? { state: 'skipped' } : { state: 'failed' }
  if (overflowOf(tried.value, request.decoding, session.capabilities) !== undefined)
    return { state: 'skipped' }
  const { text, reasoning = '' } = tried.value
  return { state: 'answered', text: `${reasoning}\0${text}` }
}

/** The run is being stopped, or has no money left for this: its trials will meet the same. @throws anything else */
function withoutFinding(error: unknown): { readonly state: 'not-sent' } {
  if (error instanceof Drained || error instanceof BudgetReached) return { state: 'not-sent' }
  throw error
}

/** What a finding means for the person, in a line. */
export function findingText(
  model: string,
  { repeatsAlone, repeatsBesideOthers, prompts }: DeterminismFinding,
): string {
  const asked = prompts === 1 ? '1 prompt' : `${prompts} prompts`
  if (!repeatsAlone)
    return `${model}: does not answer the same again at temperature 0 (${asked} asked twice): the same run will not give the same file`
  if (repeatsBesideOthers === undefined)
    return `${model}: answers the same again at temperature 0 (${asked} asked twice)`
  if (repeatsBesideOthers)
    return `${model}: answers the same again at temperature 0, alone and beside others (${asked} asked 3 times)`
  return `${model}: answers the same again at temperature 0 alone, not beside others (${asked} asked 3 times): concurrency: 1 makes the run repeatable`
}
