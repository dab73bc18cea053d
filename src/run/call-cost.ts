import type { Model, Price } from '../domain/model.ts'
import type { Completion } from '../domain/provider.ts'
import type { Spend } from './budget.ts'

/** What a provider or a row says that a call used. */
export type Usage = Pick<Completion, 'promptTokens' | 'completionTokens' | 'cachedTokens'>

/** US dollars of one call; undefined without a price or without token counts. */
export function costUsd(price: Price | undefined, usage: Usage): number | undefined {
  const { promptTokens, completionTokens, cachedTokens = 0 } = usage
  if (price === undefined || promptTokens === undefined || completionTokens === undefined) return undefined
  const fresh = (promptTokens - cachedTokens) * price.input
  return (fresh + cachedTokens * (price.cachedInput ?? price.input) + completionTokens * price.output) / 1e6
}

/** The most that a call of so many tokens can use: no prompt token cached, or every one, whichever costs more. */
export function worstCase(price: Price | undefined, promptTokens: number, answerTokens: number): Spend {
  const tokens = promptTokens + answerTokens
  if (price === undefined) return { usd: 0, tokens }
  const input = Math.max(price.input, price.cachedInput ?? price.input)
  return { usd: (promptTokens * input + answerTokens * price.output) / 1e6, tokens }
}

/**
 * The most tokens that a call for likelihoods can use: a server may read the prompt with each continuation, and may have
 * to write a token after it.
 */
export function mostLikelihoodTokens(
  continuations: readonly string[],
  promptTokens: number,
): { readonly promptTokens: number; readonly answerTokens: number } {
  const read = continuations.reduce((sum, text) => sum + promptTokens + Buffer.byteLength(text), 0)
  return { promptTokens: read, answerTokens: continuations.length }
}

/** What a call used: as its provider says or, where it says nothing, its worst case. */
export function spendOf({ price }: Model, usage: Usage, worst: Spend): Spend {
  const { promptTokens, completionTokens } = usage
  const known = promptTokens !== undefined && completionTokens !== undefined
  return {
    usd: costUsd(price, usage) ?? worst.usd,
    tokens: known ? promptTokens + completionTokens : worst.tokens,
  }
}
