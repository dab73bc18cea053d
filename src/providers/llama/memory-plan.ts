import type { MemoryFacts } from './protocol.ts'

/** What a machine has left. */
export interface MachineRoom {
  readonly cores: number
  readonly freeMemoryBytes: number
}

/** How many processes a model runs in, and what they take. */
export interface MemoryPlan {
  readonly processes: number
  /** Of all of them together, in bytes. */
  readonly neededBytes: number
  /** That was free before they were started; a GPU's own included where one is used. */
  readonly freeBytes: number
}

/** Node, the engine's own tables and the numbers of a batch: measured at 150 to 240 MB. */
const FIXED_BYTES = 256 * 2 ** 20

/** Positions whose numbers, one for each token of the vocabulary, are held at once at most, in float32. */
const SCORED_BYTES_PER_TOKEN = 64 * 4

/** Bytes that so many processes take with contexts of so many tokens: an upper bound, in the models seen. */
export function neededBytes(facts: MemoryFacts, contextTokens: number, processes: number): number {
  const { weightsBytes, copiedBytes, cacheBytesPerToken, vocabulary } = facts
  const each =
    copiedBytes + cacheBytesPerToken * contextTokens + vocabulary * SCORED_BYTES_PER_TOKEN + FIXED_BYTES
  // The weights are mapped: all processes share their pages.
  return weightsBytes - copiedBytes + processes * each
}

/**
 * How many engine processes to run: as many as are wanted; where that is left open, one a core as far as memory goes,
 * and one on a GPU. At least one, whether it fits or not.
 */
export function planMemory(
  wanted: 'auto' | number,
  facts: MemoryFacts,
  contextTokens: number,
  gpu: { readonly freeBytes: number } | false,
  { cores, freeMemoryBytes }: MachineRoom,
): MemoryPlan {
  const freeBytes = freeMemoryBytes + (gpu === false ? 0 : gpu.freeBytes)
  const one = neededBytes(facts, contextTokens, 1)
  const more = neededBytes(facts, contextTokens, 2) - one
  const fitting = 1 + Math.floor((freeBytes - one) / more)
  const auto = gpu === false ? Math.min(cores, fitting) : 1
  const processes = Math.max(1, wanted === 'auto' ? auto : wanted)
  return { processes, neededBytes: neededBytes(facts, contextTokens, processes), freeBytes }
}
