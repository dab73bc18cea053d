import type { Model } from '../domain/model.ts'
import type { Outcome } from '../domain/outcome.ts'
import type { ProviderError } from '../domain/provider-error.ts'
import type { Result } from '../domain/result.ts'
import type { Trial } from '../domain/trial.ts'
import { type Answers, totalUsage } from './ask-question.ts'
import { costUsd } from './call-cost.ts'
import { outcomeOf } from './outcome-of.ts'
import { problemText } from './problem-text.ts'
import type { TaskScorer } from './scoring.ts'

/** How a trial was tried: the number of its tries, and what the last one took. */
export interface Tries {
  readonly attempts: number
  readonly latencyMs: number
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

/** The row of a trial that was answered, scored. */
export async function answeredResult(
  trial: Trial,
  answers: Answers,
  scorer: TaskScorer,
  tries: Tries,
  finishedAt: string,
): Promise<Result> {
  const found = answers.completion === undefined ? chosen(trial, answers, scorer) : generated(answers, scorer)
  const { likelihoods } = answers
  const { response = '', reasoning, outcome } = found
  const problems: string[] = []
  const scoring = scorer.score({
    ...{ item: trial.query, response, reasoning, outcome, likelihoods, trialKey: trial.key },
    report: (problem) => problems.push(problem),
  })
  // Most scores are there at once: a turn of the queue for each of a million trials is not free.
  const scores = scoring instanceof Promise ? await scoring : scoring
  return {
    ...coordinates(trial),
    ...found,
    likelihoods,
    scores,
    error: problemText(problems),
    ...spentOn(trial, answers),
    latencyMs: Math.round(tries.latencyMs * 10) / 10,
    attempts: tries.attempts,
    finishedAt,
  }
}

/** What a trial's calls used, answered or not. */
export function spentOn(
  { planned }: Trial,
  answers: Answers,
): Pick<Result, 'servedModel' | 'promptTokens' | 'completionTokens' | 'cachedTokens' | 'costUsd'> {
  const usage = totalUsage(answers)
  return {
    servedModel: answers.completion?.servedModel ?? answers.servedModel,
    ...usage,
    costUsd: costUsd(planned.model.price, usage),
  }
}

type Found = Pick<Result, 'finishReason' | 'response' | 'reasoning' | 'answer'> & {
  readonly outcome: Outcome
}

/** What the model wrote. */
function generated({ completion }: Answers, scorer: TaskScorer): Found {
  if (completion === undefined) throw new Error('a trial that generates has no completion')
  const { text: response, reasoning, rawFinishReason, finishReason } = completion
  const found = scorer.extract(response)
  return {
    outcome: outcomeOf(completion, found),
    finishReason: rawFinishReason ?? finishReason,
    response,
    reasoning,
    answer: found.answer,
  }
}

/** The choice that the model finds most likely. */
function chosen({ query }: Trial, { likelihoods }: Answers, scorer: TaskScorer): Found {
  if (likelihoods === undefined || scorer.choose === undefined)
    throw new Error('a trial that chooses has no likelihoods, or its task no rule')
  return { outcome: 'ok', finishReason: 'likelihood', answer: query.choices?.[scorer.choose(likelihoods)] }
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
