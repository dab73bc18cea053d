import { existsSync } from 'node:fs'
import { isScored } from '../domain/outcome.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { readResults } from '../results/read-results.ts'
import type { Spend } from '../run/budget.ts'
import { worstCase } from '../run/call-cost.ts'

/** Where neither judge nor config tells how much a question can be. */
const CONTEXT = 8192

/**
 * What the judgements of a run have used. A question is not on file: one whose judge tells no tokens counts with a full
 * context.
 */
export async function spentOnJudges(path: string, judges: readonly PlannedModel[]): Promise<Spend> {
  const sum = { usd: 0, tokens: 0 }
  if (!existsSync(path)) return sum
  const models = new Map(judges.map(({ model }) => [model.name, model]))
  const all = readResults(path, () => true, { superseded: 0 }, { texts: false })
  for await (const { model: name, outcome, promptTokens, completionTokens, costUsd } of all) {
    const model = models.get(name)
    if (promptTokens !== undefined && completionTokens !== undefined) {
      sum.usd += costUsd ?? 0
      sum.tokens += promptTokens + completionTokens
    } else if (isScored(outcome)) {
      const worst = worstCase(model?.price, model?.contextLength ?? CONTEXT, 0)
      sum.usd += worst.usd
      sum.tokens += worst.tokens
    }
  }
  return sum
}
