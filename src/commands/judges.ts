import type { Judge } from '../domain/metric.ts'
import { NoJudgement } from '../domain/no-judgement.ts'
import type { Result } from '../domain/result.ts'
import type { PlannedModel } from '../domain/trial.ts'
import type { Judgements } from '../results/judgements.ts'
import { type JudgeQuestion, judgementKey } from '../run/judge-trial.ts'

/** What has become of the questions of a command. */
interface JudgeCounts {
  /** Questions whose reply stood on file. */
  found: number
  /** Questions that were asked now, and those of them that failed. */
  asked: number
  failed: number
  /** Questions without a judgement on file that were not asked. */
  missing: number
  /** US dollars of what was asked now, where the judge has a price. */
  usd: number | undefined
}

/** Asks a judge; `undefined` where it was not asked after all. The row is on file by then. */
export type AskJudge = (planned: PlannedModel, question: JudgeQuestion) => Promise<Result | undefined>

/** Judges whose judgements are kept: what stands on file is not asked again. */
export interface Judges {
  /** @throws NoJudgement as its `ask` does, for a judge that is not known */
  of(model: string): Judge
  counts(model: string): JudgeCounts
}

/** Tokens of a reply at most, where a metric does not say. */
const MAX_TOKENS = 512

/** @param ask absent: no model is called */
export function keptJudges(judges: readonly PlannedModel[], onFile: Judgements, ask?: AskJudge): Judges {
  const planned = new Map(judges.map((judge) => [judge.model.name, judge]))
  const counts = new Map<string, JudgeCounts>()
  const countsOf = (model: string): JudgeCounts => {
    const known = counts.get(model) ?? { found: 0, asked: 0, failed: 0, missing: 0, usd: undefined }
    counts.set(model, known)
    return known
  }
  /** Questions of this command: one that is asked for several trials at once is asked once. */
  const asking = new Map<string, Promise<Result | undefined>>()

  const resultOf = async (judge: PlannedModel, question: JudgeQuestion): Promise<Result | undefined> => {
    const count = countsOf(judge.model.name)
    const stored = onFile.find(judgementKey(judge, question))
    if (stored !== undefined && (stored.outcome !== 'failed' || ask === undefined)) {
      count.found++
      return stored
    }
    const result = await ask?.(judge, question)
    if (result === undefined) {
      count.missing++
      return stored
    }
    count.asked++
    if (result.outcome === 'failed') count.failed++
    if (result.costUsd !== undefined) count.usd = (count.usd ?? 0) + result.costUsd
    return result
  }
  const replyFrom = async (model: string, question: JudgeQuestion): Promise<string> => {
    const judge = planned.get(model)
    if (judge === undefined) {
      countsOf(model).missing++
      throw new NoJudgement(`judge ${model}: no judgement yet`)
    }
    const key = judgementKey(judge, question)
    const result = asking.get(key) ?? resultOf(judge, question)
    asking.set(key, result)
    return replyOf(model, await result)
  }
  return {
    of: (model) => ({
      ask: (question, trialKey, { maxTokens = MAX_TOKENS } = {}) =>
        replyFrom(model, { question, trialKey, maxTokens }),
    }),
    counts: countsOf,
  }
}

/** The reply in a judgement's row. @throws NoJudgement where there is none, in the same words each time */
function replyOf(model: string, result: Result | undefined): string {
  if (result === undefined) throw new NoJudgement(`judge ${model}: no judgement yet`)
  const { outcome, response = '', error } = result
  if (outcome === 'ok') return response
  if (outcome === 'truncated')
    throw new NoJudgement(`judge ${model}: the reply was cut at its limit; raise max_tokens`)
  throw new NoJudgement(`judge ${model}: ${error ?? `the reply is ${outcome}`}`)
}
