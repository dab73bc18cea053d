/** The time until which nothing is sent to a provider that was too busy. */
export interface RefusalPause {
  /** Milliseconds until sends may go on: 0 where there is no pause. */
  waitMs(): number
  refused(ticket: number, retryAfterMs: number | undefined): void
  answered(ticket: number): void
}

export interface RefusalPauseOptions {
  /** Monotonic milliseconds. */
  readonly now: () => number
  /** In [0, 1). */
  readonly random: () => number
}

const FIRST_PAUSE_MS = 500
const LONGEST_OWN_PAUSE_MS = 30_000
/** One refusal may be bad luck, or one request too many at once; two without an answer between are a closed door. */
const REFUSALS_FOR_PAUSE = 2
/** A server that asks for longer is not waited for: each trial gives up on it by its own limit. */
const LONGEST_PAUSE_MS = 15 * 60_000

/**
 * After two refusals in a row nobody else knocks: until the earliest Retry-After that the server gave, or, where it gave
 * none, for half a second that doubles with every pause in a row, with equal jitter. The pause ends early when the server shows
 * that it takes requests: with an answer to a request sent after the refused one; with any answer where the length was
 * our own guess.
 */
export function createRefusalPause({ now, random }: RefusalPauseOptions): RefusalPause {
  let until = 0
  let asked = false
  let refusedTicket = 0
  let lastAnswered = 0
  let refusalsInARow = 0
  let ownPausesInARow = 0

  const begin = (time: number, byServer: boolean): void => {
    const paused = until > now()
    // A server's word outweighs our guess; of two of a kind, the earlier counts.
    if (paused && asked && (!byServer || time >= until)) return
    if (paused && !asked && !byServer && time >= until) return
    until = time
    asked = byServer
  }
  return {
    waitMs: () => (until === 0 ? 0 : Math.max(0, until - now())),
    refused: (ticket, retryAfterMs) => {
      if (ticket > refusedTicket) refusedTicket = ticket
      if (++refusalsInARow < REFUSALS_FOR_PAUSE) return
      if (retryAfterMs !== undefined) {
        if (ticket >= lastAnswered && retryAfterMs <= LONGEST_PAUSE_MS) begin(now() + retryAfterMs, true)
        return
      }
      if (until > now()) return
      const ceiling = Math.min(LONGEST_OWN_PAUSE_MS, FIRST_PAUSE_MS * 2 ** ownPausesInARow++)
      begin(now() + ceiling / 2 + (random() * ceiling) / 2, false)
    },
    answered: (ticket) => {
      refusalsInARow = 0
      ownPausesInARow = 0
      if (ticket > lastAnswered) lastAnswered = ticket
      if (until > 0 && (!asked || ticket > refusedTicket)) until = 0
    },
  }
}
