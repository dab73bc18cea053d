export interface MachineRoom {
  readonly cores: number
  readonly freeMemoryBytes: number
}

/** Node, the engine's buffers and its tables, in bytes: measured at 140 MB for a small model, with room to spare. */
const FIXED_BYTES = 256 * 2 ** 20

/** A context of so many tokens takes as much memory as the weights at most, in the models seen (4-bit weights, 16-bit cache). */
const CONTEXT_AS_LARGE_AS_WEIGHTS = 8192

/**
 * How many engine processes to run: `auto` is one a core, as far as memory goes, and one on a GPU. The weights are
 * mapped and shared, but each process keeps a copy of the matrices that it has rearranged for its CPU, so a process
 * is counted with the weights' size again.
 */
export function processCount(
  processes: 'auto' | number,
  gpu: boolean,
  weightsBytes: number,
  contextNeeded: number,
  { cores, freeMemoryBytes }: MachineRoom,
): number {
  if (processes !== 'auto') return Math.max(1, Math.floor(processes))
  if (gpu) return 1
  const each = weightsBytes * (1 + contextNeeded / CONTEXT_AS_LARGE_AS_WEIGHTS) + FIXED_BYTES
  const fitting = Math.floor((freeMemoryBytes - weightsBytes) / each)
  return Math.max(1, Math.min(cores, fitting))
}
