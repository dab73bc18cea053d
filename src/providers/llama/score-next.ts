import type { ControlledEvaluateInputItem, Token } from 'node-llama-cpp'

/** How likely a token was to come next. */
export interface TokenScore {
  /** ln p, in nats. */
  readonly logProbability: number
  /** Greedy decoding would have taken it. */
  readonly greedy: boolean
}

/**
 * Evaluates tokens at the end of a sequence and scores tokens that might come next: `asked` says which, for each
 * position; none where its logits are not needed. The scores are in the same order.
 *
 * Only positions of the last batch may be asked: of tokens that take more than one batch, the last.
 */
export type ScoreNext = (
  tokens: readonly number[],
  asked: readonly (readonly number[])[],
) => Promise<TokenScore[][]>

/**
 * float32 has no smaller number above 0 (ln: −103.3 nats): a token that is less likely still has a finite
 * log-likelihood.
 */
export const SMALLEST_PROBABILITY = 2 ** -149

/** The tokens as the library takes them: where scores are asked, the likeliest next token is found, and `also` more. */
export function scoringInputs(
  tokens: readonly number[],
  asked: readonly (readonly number[])[],
  also: { readonly probabilities?: true },
): ControlledEvaluateInputItem[] {
  return tokens.map((number, index) => {
    const token = number as Token
    return asked[index]?.length ? [token, { generateNext: { token: true, ...also } }] : token
  })
}
