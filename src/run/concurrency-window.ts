/** How many requests a provider may have in flight: found out by trying, as TCP finds its congestion window. */
export interface ConcurrencyWindow {
  /** Requests allowed in flight now: from 1 to the ceiling. */
  readonly size: number
  /** Numbers a request that is sent now; the number tells later which halvings came after it. */
  sent(): number
  /** A request was answered. `full`: the window was all in use, so that a wider one would have served. */
  answered(full: boolean): void
  /** The server was too busy for a request. */
  refused(ticket: number): void
}

/** Requests in flight before anything is known of a server. */
const FIRST_SIZE = 8

/** Before a level that was refused is tried again: this many answers and this many times the window's size. */
const ANSWERS_BEFORE_PROBE = 100
const ROUND_TRIPS_BEFORE_PROBE = 20

/**
 * Additive increase, multiplicative decrease (Chiu and Jain 1989), with TCP's slow start (RFC 5681 §3.1): doubles
 * each round trip until the first refusal, then adds one each round trip. A burst of refusals is one halving: those of
 * requests sent before the last halving say nothing new.
 *
 * Below the level that was last refused the climb goes on; that level itself waits for 100 answers and 20 round trips,
 * so that a server with a fixed number of places refuses under 1 % however few they are. A refusal below it shows that
 * the level was not the reason; then it is forgotten.
 *
 * @param ceiling at least 1; Infinity for sessions that keep a number of their own
 */
export function createConcurrencyWindow(ceiling: number): ConcurrencyWindow {
  let size = ceiling === Number.POSITIVE_INFINITY ? ceiling : Math.min(FIRST_SIZE, ceiling)
  let slowStart = true
  let lastTicket = 0
  let halvedAt = 0
  let refusedLevel: number | undefined
  let answersSinceHalving = 0
  let answersSinceGrowth = 0

  const mayGrow = (): boolean => {
    if (slowStart) return true
    if (answersSinceGrowth < size) return false
    if (refusedLevel === undefined || size + 1 < refusedLevel) return true
    return answersSinceHalving >= Math.max(ANSWERS_BEFORE_PROBE, ROUND_TRIPS_BEFORE_PROBE * size)
  }
  return {
    get size() {
      return size
    },
    sent: () => ++lastTicket,
    answered: (full) => {
      answersSinceHalving++
      if (!full || size >= ceiling) return
      answersSinceGrowth++
      if (!mayGrow()) return
      size++
      answersSinceGrowth = 0
    },
    refused: (ticket) => {
      if (ticket <= halvedAt || size === Number.POSITIVE_INFINITY) return
      refusedLevel = refusedLevel !== undefined && size < refusedLevel ? undefined : size
      size = Math.max(1, Math.floor(size / 2))
      slowStart = false
      halvedAt = lastTicket
      answersSinceHalving = 0
      answersSinceGrowth = 0
    },
  }
}
