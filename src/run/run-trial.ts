import type { Session } from '../domain/provider.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import type { Result } from '../domain/result.ts'
import type { Trial } from '../domain/trial.ts'
import { type Answers, askQuestion, noAnswers } from './ask-question.ts'
import { misfitOrFailure } from './misfit.ts'
import { overflowOf } from './overflow-of.ts'
import { promptOf } from './prompt-of.ts'
import { givesLikelihoods, questionOf } from './question.ts'
import { type RetryDeps, type RetryPolicy, tryCall } from './retry.ts'
import type { TaskScorer } from './scoring.ts'
import { tokenUseOf } from './token-use.ts'
import type { TrialGroup } from './trial-group.ts'
import { answeredResult, spentOn, unansweredResult } from './trial-row.ts'

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
  const question = questionOf(trial, promptOf(trial, group), givesLikelihoods(session))
  const misfit = await misfitOrFailure(question, session)
  if (misfit !== undefined)
    return { result: unansweredResult(trial, misfit, 0, deps.timestamp()), error: misfit }
  const answers = answersSoFar(trial)
  const tried = await tryCall(
    (signal) => askQuestion(question, session, answers, { signal, worker }),
    deps.policy,
    deps,
    tokenUseOf(question),
  )
  unfinished.delete(trial)
  if (tried.state === 'gave-up') {
    const failed = unansweredResult(trial, tried.error, tried.attempts, deps.timestamp())
    return { result: { ...failed, ...spentOn(trial, answers) }, error: tried.error }
  }
  const result = await answeredResult(trial, answers, scorer, tried, deps.timestamp())
  const overflow = overflowOf(answers, trial.task.decoding, session.capabilities)
  if (overflow === undefined) return { result, error: undefined }
  const { latencyMs, finishedAt } = result
  const skipped = unansweredResult(trial, overflow, tried.attempts, finishedAt)
  return { result: { ...skipped, ...spentOn(trial, answers), latencyMs }, error: overflow }
}

/** Trials that were stopped between two calls, for want of room in the budget: their answers are paid for. */
const unfinished = new WeakMap<Trial, Answers>()

function answersSoFar(trial: Trial): Answers {
  const known = unfinished.get(trial)
  if (known !== undefined) return known
  const answers = noAnswers()
  if (trial.task.likelihood !== undefined) unfinished.set(trial, answers)
  return answers
}
