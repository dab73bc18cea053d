import { InputError } from '../../domain/input-error.ts'
import { type MemoryPlan, neededBytes } from './memory-plan.ts'
import type { MemoryFacts } from './protocol.ts'

/**
 * Refuses a model before it is loaded where memory does not suffice: the machine would swap, or the system would kill a
 * process.
 *
 * @throws InputError with what is needed and what is free
 */
export function fitsOrThrow(
  { processes, neededBytes: needed, freeBytes }: MemoryPlan,
  facts: MemoryFacts,
  contextTokens: number,
  { model, path }: { readonly model: string; readonly path: string },
): void {
  if (needed <= freeBytes) return
  const one = neededBytes(facts, contextTokens, 1)
  const inProcesses = processes === 1 ? '' : ` in ${processes} processes`
  const parts = `weights of ${gigabytes(facts.weightsBytes)}, a context of ${contextTokens} tokens`
  throw new InputError({
    message: `model "${model}"${inProcesses} needs ${gigabytes(needed)} of memory (${parts}); ${gigabytes(freeBytes)} is free`,
    file: path,
    hint:
      processes > 1 && one <= freeBytes
        ? `one process needs ${gigabytes(one)}: set "processes" lower, or leave it out`
        : 'a smaller model or quantisation, fewer shots, or less on this machine beside it',
  })
}

/** 10⁹ bytes, one place after the point. */
function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
