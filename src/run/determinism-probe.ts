import type { Session } from '../domain/provider.ts'
import type { PlannedModel, Trial } from '../domain/trial.ts'
import { type Answers, askQuestion, noAnswers } from './ask-question.ts'
import { BudgetReached } from './budget.ts'
import { misfitOrFailure } from './misfit.ts'
import { overflowOf } from './overflow-of.ts'
import { factorsOf, type Plan } from './plan.ts'
import { promptOf } from './prompt-of.ts'
import { givesLikelihoods, type Question, questionOf } from './question.ts'
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
  const asked: { readonly question: Question; readonly alone: string }[] = []
  let repeatsAlone = true
  for (const candidate of candidates(plan, planned)) {
    if (asked.length === Math.min(PROMPTS, Math.max(1, session.concurrency))) break
    const question = await probeQuestion(candidate, session)
    if (question === undefined) continue
    const first = await answerOf(question, session, 0, deps)
    // What does not fit is no finding on the others.
    if (first.state === 'skipped') continue
    const second = first.state === 'answered' ? await answerOf(question, session, 0, deps) : first
    if (first.state !== 'answered' || second.state !== 'answered') return undefined
    repeatsAlone &&= first.text === second.text
    asked.push({ question, alone: first.text })
  }
  if (asked.length === 0) return undefined
  if (asked.length === 1) return { repeatsAlone, repeatsBesideOthers: undefined, prompts: 1 }
  const beside = await Promise.all(
    asked.map(({ question }, worker) => answerOf(question, session, worker, deps)),
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

/** The question of a trial at temperature 0; `undefined` where the model cannot be asked it so. */
async function probeQuestion({ trial, group }: Candidate, session: Session): Promise<Question | undefined> {
  const question = questionOf(trial, promptOf(trial, group), givesLikelihoods(session))
  if ((await misfitOrFailure(question, session)) !== undefined) return undefined
  const { completion } = question
  if (completion === undefined) return question
  if (!session.capabilities.samplingOptions.includes('temperature')) return undefined
  const decoding = { ...completion.decoding, temperature: 0 }
  return { ...question, completion: { ...completion, decoding, seed: undefined } }
}

type Answer =
  | { readonly state: 'answered'; readonly text: string }
  | { readonly state: 'skipped' }
  | { readonly state: 'failed' }

async function answerOf(
  question: Question,
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
  const answers = noAnswers()
  const call = (signal: AbortSignal) => askQuestion(question, session, answers, { signal, worker })
  const tried = await tryCall(call, policy, deps, tokenUseOf(question)).catch(withoutFinding)
  if (tried.state === 'not-sent') return { state: 'failed' }
  if (tried.state === 'gave-up') return tried.error.skipsTrial ? { state: 'skipped' } : { state: 'failed' }
  const { completion } = question
  if (
    completion !== undefined &&
    overflowOf(answers, completion.decoding, session.capabilities) !== undefined
  )
    return { state: 'skipped' }
  return { state: 'answered', text: told(answers) }
}

/** All that a row would hold of the answers. */
function told({ completion, likelihoods }: Answers): string {
  return JSON.stringify([completion?.reasoning, completion?.text, likelihoods])
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
