import { BATCH_SIZE } from './context-tokens.ts'

/** The batches in which the library would evaluate a piece: taken one by one, work can be stopped between them. */
export function batchesOf(piece: readonly number[]): (readonly number[])[] {
  return Array.from({ length: Math.ceil(piece.length / BATCH_SIZE) }, (_, index) =>
    piece.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  )
}
