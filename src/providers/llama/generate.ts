import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { Completion } from '../../domain/provider.ts'
import type { Decoding } from '../../domain/task.ts'
import type { HeldPieces } from './held-pieces.ts'
import { responseText } from './response-text.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * Raised when pieces are cut, or evaluated, in another way, or the likelihoods of texts after them: answers of another
 * version are not comparable.
 */
export const CUTS_VERSION = 'cuts-1'

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
): Generate {
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
    for await (const token of sequence.evaluate([...last] as Token[], samplingOf(request))) {
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

/** Greedy at temperature 0. Otherwise the distribution as it is: the library's own top-k, top-p and min-p are turned off. */
function samplingOf({ decoding, seed = 0 }: GenerateRequest): {
  temperature: number
  topK: number
  topP: number
  minP: number
  seed: number
} {
  return {
    temperature: decoding.temperature,
    topK: 0,
    topP: decoding.topP ?? 1,
    minP: 0,
    // The sampler takes 32 bits.
    seed: seed % 2 ** 32,
  }
}
