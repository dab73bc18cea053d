import type { Placement } from '../domain/provider.ts'
import type { StoredPlacement } from '../results/run-manifest.ts'

/** A placement as run.yaml has it. */
export function storedPlacement(placement: Placement): StoredPlacement {
  return {
    processes: placement.processes,
    threads: placement.threads,
    context_size: placement.contextSize,
    ...(placement.gpu !== undefined && { gpu: placement.gpu }),
    needed_mb: megabytes(placement.neededBytes),
    free_mb: megabytes(placement.freeBytes),
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6)
}
