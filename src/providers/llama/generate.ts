import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { Completion } from '../../domain/provider.ts'
import type { Decoding } from '../../domain/task.ts'
import { batchesOf } from './batches-of.ts'
import { drawTokens } from './draw-tokens.ts'
import type { HeldPieces } from './held-pieces.ts'
import type { NativeSampling } from './native-sampling.ts'
import { responseText } from './response-text.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * Raised when pieces are cut, evaluated or sampled from in another way, or the likelihoods of texts after them: answers
 * of another version are not comparable.
 */
export const CUTS_VERSION = 'cuts-2'

interface GenerateRequest {
  /** The prompt's tokens, in the pieces in which they are evaluated; at least one, none empty. */
  readonly pieces: readonly (readonly number[])[]
  readonly decoding: Decoding
  readonly seed?: number | undefined
  readonly signal: AbortSignal
}

export type Generate = (request: GenerateRequest) => Promise<Completion>

/**
 * Answers prompts on one sequence, one at a time. The prompt's last piece and each token of the answer are evaluated
 * by themselves, like the pieces before them, so an answer depends on its prompt alone.
 */
export function createGenerate(
  sequence: LlamaContextSequence,
  held: HeldPieces,
  vocabulary: Vocabulary,
  native: NativeSampling | undefined,
): Generate {
  /** Evaluates a long piece up to its last batch, which is returned. */
  const allButLastBatch = async (piece: readonly number[], signal: AbortSignal): Promise<Token[]> => {
    const batches = batchesOf(piece)
    for (const batch of batches.slice(0, -1)) {
      await sequence.evaluateWithoutGeneratingNewTokens([...batch] as Token[])
      signal.throwIfAborted()
    }
    return [...(batches.at(-1) ?? [])] as Token[]
  }
  const nextTokens = (tokens: Token[], { decoding, seed = 0 }: GenerateRequest): AsyncIterable<Token> => {
    const { temperature, topP = 1 } = decoding
    if (temperature === 0) return sequence.evaluate(tokens, { temperature })
    // The sampler takes 32 bits.
    const sampling = { temperature, topP, seed: seed % 2 ** 32 }
    if (native !== undefined) return drawTokens(sequence, native, tokens, sampling)
    // The library's own top-k, top-p and min-p are turned off; it sorts the vocabulary for each token.
    return sequence.evaluate(tokens, { ...sampling, topK: 0, minP: 0 })
  }
  const answer = async (last: readonly number[], request: GenerateRequest): Promise<Completion> => {
    const { decoding, signal } = request
    const response = responseText(decoding.stop)
    let completionTokens = 0
    const ended = (finishReason: 'stop' | 'length', rawFinishReason: string): Completion => ({
      text: response.text,
      finishReason,
      rawFinishReason,
      completionTokens,
    })
    if (decoding.maxTokens < 1) return ended('length', 'length')
    for await (const token of nextTokens(await allButLastBatch(last, signal), request)) {
      signal.throwIfAborted()
      completionTokens += 1
      const text = vocabulary.isControl(token) ? Buffer.alloc(0) : vocabulary.bytesOf(token)
      if (response.add(text)) return ended('stop', 'stop-string')
      if (completionTokens >= decoding.maxTokens) return ended('length', 'length')
    }
    return ended('stop', 'end-of-generation')
  }

  return async (request) => {
    const { pieces, signal } = request
    const cachedTokens = await held.hold(pieces, signal)
    const completion = await answer(pieces.at(-1) ?? [], request)
    const promptTokens = pieces.reduce((sum, piece) => sum + piece.length, 0)
    return { ...completion, promptTokens, cachedTokens }
  }
}
