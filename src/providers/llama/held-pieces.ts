import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { batchesOf } from './batches-of.ts'

/** The beginnings of prompts that a sequence keeps, so that the next prompt need not evaluate them again. */
export interface HeldPieces {
  /**
   * Brings the sequence to hold all pieces of a prompt but the last, each evaluated by itself, and nothing more.
   * Resolves with the number of tokens that it held already. A signal that aborts ends it between two batches.
   */
  hold(pieces: readonly (readonly number[])[], signal: AbortSignal): Promise<number>
}

/**
 * Rounding in a model's arithmetic depends on how its work is cut into batches, so a piece is always evaluated by
 * itself, and what is kept of an earlier prompt is used only as far as its pieces are the same: then the state is bit
 * for bit what evaluating them anew would give.
 */
export function createHeldPieces(sequence: LlamaContextSequence): HeldPieces {
  /** Pieces that the sequence holds, as evaluated without an answer after them. */
  const held: (readonly number[])[] = []

  /** Goes back to the longest run of the prompt's own pieces that can be used again; returns its tokens. */
  const rewind = async (pieces: readonly (readonly number[])[]): Promise<number> => {
    // Recurrent models cannot go back to a place; the library would evaluate the rest anew, in one piece.
    const shared = sequence.needsCheckpoints ? 0 : sharedPieces(held, pieces)
    held.length = shared
    const tokens = held.reduce((sum, piece) => sum + piece.length, 0)
    await sequence.eraseContextTokenRanges([{ start: tokens, end: sequence.nextTokenIndex }])
    return tokens
  }

  return {
    hold: async (pieces, signal) => {
      const kept = await rewind(pieces)
      for (const piece of pieces.slice(held.length, -1)) {
        for (const batch of batchesOf(piece)) {
          signal.throwIfAborted()
          await sequence.evaluateWithoutGeneratingNewTokens([...batch] as Token[])
        }
        held.push(piece)
      }
      signal.throwIfAborted()
      return kept
    },
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
