import type { Host } from './host.ts'

/** What is being computed, in the terminal of the person who waits. */
export interface DetailsProgress {
  /** Told before each long part. */
  about(what: string): void
  /** Told before lines are printed. */
  clear(): void
}

/** A page that is done within this shows nothing but itself. */
const PATIENCE_MS = 1000

/**
 * Names the part of a page that is being computed once it has taken a second. The fits leave no room for a timer, so
 * each says what it is before it starts.
 */
export function detailsProgress(host: Host): DetailsProgress {
  const started = host.monotonic()
  let shown = false
  return {
    about: (what) => {
      if (host.redraw === undefined || host.monotonic() - started < PATIENCE_MS) return
      host.redraw(`computing ${what} …`)
      shown = true
    },
    clear: () => {
      if (shown) host.redrawClear?.()
      shown = false
    },
  }
}
