/** A limit on an amount a minute. */
export interface TokenBucket {
  /** Milliseconds until this amount may be taken: 0 now. */
  waitMs(amount: number): number
  /** Takes an amount; the bucket may go below nothing. */
  take(amount: number): void
  /** Gives back what was taken and not used, or takes what was used beyond it (below 0). */
  settle(amount: number): void
}

const MINUTE_MS = 60_000

/**
 * A token bucket that allows an amount in any minute: it holds one second's worth, at least 1, and fills with the
 * rest, so that a full bucket and a minute's flow together never exceed the limit. More than it holds can be taken
 * from a full bucket; the debt is then waited for.
 *
 * @param perMinute above 0
 * @param now monotonic milliseconds
 */
export function createTokenBucket(perMinute: number, now: () => number): TokenBucket {
  const capacity = Math.max(1, perMinute / 60)
  const perMs = (perMinute - capacity + 1) / MINUTE_MS
  let level = capacity
  let filledAt = now()

  const fill = (): void => {
    const time = now()
    level = Math.min(capacity, level + (time - filledAt) * perMs)
    filledAt = time
  }
  return {
    waitMs: (amount) => {
      fill()
      const missing = Math.min(amount, capacity) - level
      // A hair's breadth is rounding, not want.
      return missing <= 1e-9 * capacity ? 0 : missing / perMs
    },
    take: (amount) => {
      fill()
      level -= amount
    },
    settle: (amount) => {
      level += amount
    },
  }
}
