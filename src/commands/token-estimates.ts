import type { Session } from '../domain/provider.ts'
import type { Result } from '../domain/result.ts'
import type { PlannedModel } from '../domain/trial.ts'
import type { StoredEstimate } from '../results/run-manifest.ts'
import { tokenCounter } from '../run/count-tokens.ts'
import { estimatedTokens, estimateTokens, type TokenEstimate } from '../run/estimate-tokens.ts'
import type { Plan } from '../run/plan.ts'
import { likelihoodReading } from '../run/tokens-read.ts'
import { dollars } from './budget-lines.ts'

/** A run must not wait for its estimate. */
const MOST_SAMPLES = 256

/** The estimates of a run's models, and how far off they were. */
export interface TokenEstimates {
  /** Estimates what a model that was opened will use. */
  opened(planned: PlannedModel, session: Session): Promise<void>
  count(result: Result): void
  /** For the person: what was estimated and what was used, where both are known. */
  lines(): string[]
}

/** @param store keeps an estimate in run.yaml */
export function tokenEstimates(
  plan: Plan,
  store: (model: string, estimate: StoredEstimate) => void,
): TokenEstimates {
  const estimates = new Map<string, TokenEstimate>()
  let estimated = 0
  let used = 0
  return {
    opened: async ({ model }, session) => {
      if (estimates.has(model.name)) return
      const counter = tokenCounter(session)
      const reading = likelihoodReading(session)
      const estimate = await estimateTokens(plan, counter ?? estimatedTokens, MOST_SAMPLES, reading)
      estimates.set(model.name, estimate)
      store(model.name, {
        trials: estimate.trials,
        prompt_tokens: Math.round(estimate.promptTokens),
        answer_tokens_at_most: estimate.answerTokensAtMost,
        usd_at_most: costAtMost(model.price, estimate),
        method: counter === undefined ? 'characters' : 'tokenizer',
      })
    },
    count: (result) => {
      const expected = estimates.get(result.model)?.ofOneTrial(result)
      if (expected === undefined || result.promptTokens === undefined) return
      estimated += expected
      used += result.promptTokens
    },
    lines: () => (estimated === 0 ? [] : [errorText(Math.round(estimated), used)]),
  }
}

/** US dollars of all trials, every answer at its limit; undefined without a price. */
export function costAtMost(
  price: PlannedModel['model']['price'],
  { promptTokens, answerTokensAtMost }: Pick<TokenEstimate, 'promptTokens' | 'answerTokensAtMost'>,
): number | undefined {
  return price && (promptTokens * price.input + answerTokensAtMost * price.output) / 1e6
}

/** `estimated 12,300 prompt tokens, used 11,950: −2.8 %`. */
function errorText(estimated: number, used: number): string {
  const error = estimated === 0 ? 0 : (100 * (used - estimated)) / estimated
  const sign = Math.abs(error) < 0.05 ? '±' : error < 0 ? '−' : '+'
  const numbers = `estimated ${estimated.toLocaleString('en-US')} prompt tokens, used ${used.toLocaleString('en-US')}`
  return `${numbers}: ${sign}${Math.abs(error).toFixed(1)} %`
}

/** `≤ $0.0123`. */
export function costText(usd: number | undefined): string {
  return usd === undefined ? '' : `≤ ${dollars(usd)}`
}
