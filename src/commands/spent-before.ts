import type { Model } from '../domain/model.ts'
import { isScored } from '../domain/outcome.ts'
import type { Result } from '../domain/result.ts'
import type { Spend } from '../run/budget.ts'
import { mostLikelihoodTokens, spendOf, worstCase } from '../run/call-cost.ts'
import { contextBound } from '../run/misfit.ts'
import type { Plan } from '../run/plan.ts'
import { promptOf } from '../run/prompt-of.ts'
import { type Question, questionOf } from '../run/question.ts'
import { trialGroups } from '../run/trial-group.ts'

/**
 * What the results of a plan have used. A result that says nothing of its tokens counts with its worst case; what was
 * never answered counts with nothing.
 */
export async function spentBefore(plan: Plan, results: AsyncIterable<Result>): Promise<Spend> {
  const models = new Map(plan.models.map(({ model }) => [model.name, model]))
  const sum = { usd: 0, tokens: 0 }
  const silent = new Set<string>()
  for await (const result of results) {
    const model = models.get(result.model)
    if (model === undefined) continue
    const { promptTokens, completionTokens } = result
    if (promptTokens === undefined || completionTokens === undefined) {
      if (isScored(result.outcome)) silent.add(result.trialKey)
    } else {
      // What was paid then, whatever the price is now.
      sum.usd += result.costUsd ?? spendOf(model, result, NOTHING).usd
      sum.tokens += promptTokens + completionTokens
    }
  }
  if (silent.size > 0) addWorstCases(sum, plan, silent)
  return sum
}

const NOTHING: Spend = { usd: 0, tokens: 0 }

function worstOf({ prompt, completion, likelihood }: Question, { price }: Model): Spend {
  const bound = contextBound(prompt)
  const written = completion && worstCase(price, bound, completion.decoding.maxTokens)
  const most = likelihood && mostLikelihoodTokens(likelihood.continuations, bound)
  const read = most && worstCase(price, most.promptTokens, most.answerTokens)
  const calls = [written ?? NOTHING, read ?? NOTHING]
  return {
    usd: calls.reduce((total, { usd }) => total + usd, 0),
    tokens: calls.reduce((total, { tokens }) => total + tokens, 0),
  }
}

function addWorstCases(sum: { usd: number; tokens: number }, plan: Plan, keys: ReadonlySet<string>): void {
  for (const group of trialGroups(plan))
    for (let index = 0; index < group.size; index++) {
      const trial = group.at(index)
      if (!keys.has(trial.key)) continue
      const worst = worstOf(questionOf(trial, promptOf(trial, group), true), trial.planned.model)
      sum.usd += worst.usd
      sum.tokens += worst.tokens
    }
}
