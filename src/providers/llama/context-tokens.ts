/** Fewer tokens of context save nothing worth having. */
const SMALLEST_CONTEXT = 512

/** Tokens evaluated at once at most: fixed, since the cut of a long piece must not depend on the context's size. */
export const BATCH_SIZE = 512

/** How much context a model has, and how much of it memory is laid out for. */
export function contextTokens(
  trained: number,
  asked: { readonly contextNeeded: number; readonly contextLimit?: number | undefined },
): { readonly limit: number; readonly size: number } {
  const limit = Math.min(trained, asked.contextLimit ?? trained)
  return { limit, size: Math.min(limit, Math.max(asked.contextNeeded, SMALLEST_CONTEXT)) }
}
