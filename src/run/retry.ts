import type { ProviderError } from '../domain/provider-error.ts'
import { type AttemptDeps, attemptOnce } from './attempt.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import type { Sending, Sent } from './sending.ts'

/** How often and how long a trial is tried. One policy serves every provider. */
export interface RetryPolicy {
  readonly maxAttempts: number
  /** From the first attempt's start, waits included. */
  readonly maxTotalMs: number
  readonly firstWaitMs: number
  readonly maxWaitMs: number
  /** Of the first attempt; doubles with each that it ends: other failures say nothing of slowness. */
  readonly attemptTimeoutMs: number
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxAttempts: 8,
  maxTotalMs: 15 * 60_000,
  firstWaitMs: 500,
  maxWaitMs: 60_000,
  attemptTimeoutMs: 60_000,
}

export interface RetryDeps extends AttemptDeps {
  /** Resolves early, by rejecting, when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** In [0, 1): jitter only; nothing of an answer depends on it. */
  readonly random: () => number
  /** Told of every failed attempt that will be tried again. */
  readonly onRetry?: (error: ProviderError, waitMs: number) => void
  /** How attempts reach the provider; at once, and with the policy's time-outs, where not given. */
  readonly route?: Route | undefined
}

/** The way of one model's attempts to its provider. */
interface Route {
  readonly send: <T>(sending: Sending<T>) => Promise<Sent<T>>
  readonly backOff: (ms: number) => Promise<void>
  readonly limits: () => AttemptLimits
}

/** What a call uses of a limit on tokens a minute. */
export type TokenUse<T> = Pick<Sending<T>, 'estimateTokens' | 'usedTokens'>

export type Tried<T> =
  | { readonly state: 'done'; readonly value: T; readonly attempts: number; readonly latencyMs: number }
  | { readonly state: 'gave-up'; readonly error: ProviderError; readonly attempts: number }

/**
 * Tries a call until it succeeds, fails for good, or the policy's bounds are reached. Waits grow exponentially
 * with equal jitter (half fixed, half random); a server's Retry-After is never undercut, and one that lies beyond
 * the time left ends the trying at once. Time in the provider's queue is not the call's own, and not counted.
 *
 * @throws whatever the call throws that is no ProviderError, the signal's reason once it aborts, and Drained
 */
export async function tryCall<T>(
  call: (signal: AbortSignal) => Promise<T>,
  policy: RetryPolicy,
  deps: RetryDeps,
  use: TokenUse<T> = {},
): Promise<Tried<T>> {
  const { send, backOff, limits } = deps.route ?? directRoute(policy, deps)
  let ownMs = 0
  let attempts = 0
  // Failures that count: those of a server that is away do not.
  let tries = 0
  let timeouts = 0
  for (;;) {
    const { timeoutMs, lateMs } = limits()
    const limited = { timeoutMs: Math.min(timeoutMs * 2 ** timeouts, policy.maxTotalMs - ownMs), lateMs }
    let began = deps.now()
    const sent = await send({
      ...use,
      attempt: (onLate) => {
        attempts++
        began = deps.now()
        return attemptOnce(call, limited, deps, onLate)
      },
    })
    if (sent.state === 'answered')
      return { state: 'done', value: sent.value, attempts, latencyMs: sent.latencyMs }
    if (sent.state === 'cancelled') return { state: 'gave-up', error: sent.error, attempts }
    ownMs += deps.now() - began
    if (sent.counts) tries++
    if (sent.timedOut) timeouts++
    const wait = waitBefore(Math.max(1, tries), sent.error, policy, deps.random)
    const final = !sent.error.retryable || tries >= policy.maxAttempts || ownMs + wait > policy.maxTotalMs
    if (final) return { state: 'gave-up', error: sent.error, attempts }
    deps.onRetry?.(sent.error, wait)
    await backOff(wait)
    ownMs += wait
  }
}

function directRoute(policy: RetryPolicy, deps: RetryDeps): Route {
  return {
    send: async ({ attempt }) => ({ ...(await attempt(() => {})), counts: true }),
    backOff: (ms) => deps.sleep(ms, deps.signal),
    limits: () => ({ timeoutMs: policy.attemptTimeoutMs, lateMs: undefined }),
  }
}

function waitBefore(tries: number, error: ProviderError, policy: RetryPolicy, random: () => number): number {
  const ceiling = Math.min(policy.maxWaitMs, policy.firstWaitMs * 2 ** (tries - 1))
  const backoff = ceiling / 2 + (random() * ceiling) / 2
  return error.retryAfterMs === undefined ? backoff : error.retryAfterMs + random() * policy.firstWaitMs
}
