import { createTokenBucket } from './token-bucket.ts'

/** What a provider allows a minute; undefined is no limit. */
export interface PaceLimits {
  readonly requestsPerMinute?: number | undefined
  /** Of prompts and answers together. */
  readonly tokensPerMinute?: number | undefined
}

export interface PaceDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
}

/** Spreads requests over time. */
export interface Pace {
  /** Waits for its turn and reserves a request of so many tokens; false when `unwanted` said so meanwhile. */
  reserve(tokens: number, unwanted: () => boolean): Promise<boolean>
  /** Corrects a reservation by what was really used. */
  settle(reserved: number, used: number): void
}

/** Tokens given back shorten a wait: it is looked at again this often. */
const LONGEST_NAP_MS = 1000

/** The pace of a provider, or `undefined` where none is configured. Requests go in the order in which they came. */
export function createPace(limits: PaceLimits, deps: PaceDeps): Pace | undefined {
  const { requestsPerMinute, tokensPerMinute } = limits
  if (requestsPerMinute === undefined && tokensPerMinute === undefined) return undefined
  const requests =
    requestsPerMinute === undefined ? undefined : createTokenBucket(requestsPerMinute, deps.now)
  const tokens = tokensPerMinute === undefined ? undefined : createTokenBucket(tokensPerMinute, deps.now)

  const inTurn = async (amount: number, unwanted: () => boolean): Promise<boolean> => {
    for (;;) {
      if (unwanted()) return false
      const waitMs = Math.max(requests?.waitMs(1) ?? 0, tokens?.waitMs(amount) ?? 0)
      if (waitMs === 0) break
      await deps.sleep(Math.min(LONGEST_NAP_MS, Math.ceil(waitMs)), deps.signal)
    }
    requests?.take(1)
    tokens?.take(amount)
    return true
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    reserve: (amount, unwanted) => {
      const turn = last.then(() => inTurn(amount, unwanted))
      // One that was aborted must not keep the next from its turn.
      last = turn.catch(() => {})
      return turn
    },
    settle: (reserved, used) => tokens?.settle(reserved - used),
  }
}
