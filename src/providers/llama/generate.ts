import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { Completion } from '../../domain/provider.ts'
import type { Decoding } from '../../domain/task.ts'
import { responseText } from './response-text.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Raised when pieces are cut, or evaluated, in another way: answers of another version are not comparable. */
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
 * Answers prompts on one sequence, one at a time. Rounding in a model's arithmetic depends on how its work is cut
 * into batches, so a piece is always evaluated by itself, and what is kept of an earlier prompt is used only as far
 * as its pieces are the same: then the state is bit for bit what evaluating them anew would give, and a prompt's
 * answer depends on the prompt alone.
 */
export function createGenerate(sequence: LlamaContextSequence, vocabulary: Vocabulary): Generate {
  /** Pieces that the sequence holds, as evaluated without an answer after them. */
  const held: (readonly number[])[] = []

  /** Brings the sequence to hold the longest run of the prompt's own pieces that it can reuse. */
  const rewind = async (pieces: readonly (readonly number[])[]): Promise<number> => {
    // Recurrent models cannot go back to a place; the library would evaluate the rest anew, in one piece.
    const shared = sequence.needsCheckpoints ? 0 : sharedPieces(held, pieces)
    held.length = shared
    const tokens = held.reduce((sum, piece) => sum + piece.length, 0)
    await sequence.eraseContextTokenRanges([{ start: tokens, end: sequence.nextTokenIndex }])
    return tokens
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
    const cachedTokens = await rewind(pieces)
    for (const piece of pieces.slice(held.length, -1)) {
      signal.throwIfAborted()
      await sequence.evaluateWithoutGeneratingNewTokens([...piece] as Token[])
      held.push(piece)
    }
    signal.throwIfAborted()
    const completion = await answer(pieces.at(-1) ?? [], request)
    const promptTokens = pieces.reduce((sum, piece) => sum + piece.length, 0)
    return { ...completion, promptTokens, cachedTokens }
  }
}

/** How many pieces at the front are the same in both; the prompt's last piece is never among them. */
function sharedPieces(held: readonly (readonly number[])[], pieces: readonly (readonly number[])[]): number {
  const most = Math.min(held.length, pieces.length - 1)
  for (let index = 0; index < most; index++) {
    const a = held[index] ?? []
    const b = pieces[index] ?? []
    if (a.length !== b.length || a.some((token, place) => token !== b[place])) return index
  }
  return most
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
