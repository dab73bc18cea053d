import type { Session } from '../domain/provider.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { estimatedTokens } from './estimate-tokens.ts'
import type { CountTokens } from './tokens-read.ts'

/** Counts with the model's own tokenizer where its session has one; `undefined` where it has none. */
export function tokenCounter(session: Session | undefined): CountTokens | undefined {
  if (session?.capabilities.tokenCounts !== 'exact' || session.countTokens === undefined) return undefined
  return async (prompt) => {
    try {
      return (await session.countTokens?.(prompt)) ?? estimatedTokens(prompt)
    } catch (error) {
      // A prompt that the model cannot be given is skipped by the run as well.
      if (error instanceof ProviderError) return estimatedTokens(prompt)
      throw error
    }
  }
}
