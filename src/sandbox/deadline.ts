import { CLOCK_FACTOR } from './limits.ts'

/** Milliseconds between two looks at processor time, at least. */
const LOOK_AGAIN_MS = 50

/**
 * Calls back once when a limit of processor time is used up: a program that had to share the machine keeps its time.
 * Without processor times, and at `CLOCK_FACTOR` times the limit in any case, the clock decides.
 *
 * @param usedMs processor milliseconds so far; undefined where the system does not tell
 * @returns stops it
 */
export function startDeadline(
  limitMs: number,
  usedMs: () => number | undefined,
  onExpired: () => void,
): () => void {
  const startedAt = performance.now()
  const usedBefore = usedMs()
  let timer = setTimeout(look, limitMs)
  return () => clearTimeout(timer)

  function look(): void {
    const now = usedMs()
    const used = now === undefined || usedBefore === undefined ? limitMs : now - usedBefore
    const clockLeft = limitMs * CLOCK_FACTOR - (performance.now() - startedAt)
    const left = Math.min(limitMs - used, clockLeft)
    if (left <= 0) onExpired()
    else timer = setTimeout(look, Math.max(left, LOOK_AGAIN_MS))
  }
}
