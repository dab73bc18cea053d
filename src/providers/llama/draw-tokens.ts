import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { DrawSettings, NativeSampling } from './native-sampling.ts'

/**
 * Evaluates tokens, in one batch, and draws the next from the model's whole distribution, then evaluates that and draws
 * again, up to a token that ends an answer. What is drawn depends on the tokens and the seed alone.
 *
 * The library's own way would sort the vocabulary for each token, which takes as long as evaluating it where the model
 * is small.
 */
export async function* drawTokens(
  sequence: LlamaContextSequence,
  native: Pick<NativeSampling, 'drawing'>,
  tokens: readonly Token[],
  settings: DrawSettings,
): AsyncGenerator<Token> {
  const drawing = native.drawing(settings)
  try {
    for (let batch = tokens; ; ) {
      const last = batch.length - 1
      // Asking for a greedy choice is what leaves logits behind.
      await sequence.controlledEvaluate(
        batch.map((token, index) => (index === last ? [token, { generateNext: { token: true } }] : token)),
      )
      const token = (await drawing.next(last)) as Token
      if (sequence.model.isEogToken(token)) return
      yield token
      batch = [token]
    }
  } finally {
    drawing.end()
  }
}
