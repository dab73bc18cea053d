import { ProviderError } from '../domain/provider-error.ts'

/** How often and how long a trial is tried. One policy serves every provider. */
export interface RetryPolicy {
  readonly maxAttempts: number
  /** From the first attempt's start, waits included. */
  readonly maxTotalMs: number
  readonly firstWaitMs: number
  readonly maxWaitMs: number
  /** Of the first attempt; doubles with each. */
  readonly attemptTimeoutMs: number
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxAttempts: 8,
  maxTotalMs: 15 * 60_000,
  firstWaitMs: 500,
  maxWaitMs: 60_000,
  attemptTimeoutMs: 60_000,
}

export interface RetryDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number
  /** Resolves early, by rejecting, when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** In [0, 1): jitter only; nothing of an answer depends on it. */
  readonly random: () => number
  readonly signal: AbortSignal
  /** Told of every failed attempt that will be tried again. */
  readonly onRetry?: (error: ProviderError, waitMs: number) => void
}

export type Tried<T> =
  | { readonly state: 'done'; readonly value: T; readonly attempts: number; readonly latencyMs: number }
  | { readonly state: 'gave-up'; readonly error: ProviderError; readonly attempts: number }

/**
 * Tries a call until it succeeds, fails for good, or the policy's bounds are reached. Waits grow exponentially
 * with equal jitter (half fixed, half random); a server's Retry-After is never undercut, and one that lies beyond
 * the time left ends the trying at once.
 *
 * @throws whatever the call throws that is no ProviderError, and the signal's reason once it aborts.
 */
export async function tryCall<T>(
  call: (signal: AbortSignal) => Promise<T>,
  policy: RetryPolicy,
  deps: RetryDeps,
): Promise<Tried<T>> {
  const start = deps.now()
  for (let attempt = 1; ; attempt++) {
    const began = deps.now()
    const answer = await attemptOnce(call, policy.attemptTimeoutMs * 2 ** (attempt - 1), deps.signal)
    if (answer.ok)
      return { state: 'done', value: answer.value, attempts: attempt, latencyMs: deps.now() - began }
    const wait = waitBefore(attempt, answer.error, policy, deps.random)
    const elapsed = deps.now() - start
    const final =
      !answer.error.retryable || attempt >= policy.maxAttempts || elapsed + wait > policy.maxTotalMs
    if (final) return { state: 'gave-up', error: answer.error, attempts: attempt }
    deps.onRetry?.(answer.error, wait)
    await deps.sleep(wait, deps.signal)
  }
}

function waitBefore(
  attempt: number,
  error: ProviderError,
  policy: RetryPolicy,
  random: () => number,
): number {
  const ceiling = Math.min(policy.maxWaitMs, policy.firstWaitMs * 2 ** (attempt - 1))
  const backoff = ceiling / 2 + (random() * ceiling) / 2
  return error.retryAfterMs === undefined ? backoff : error.retryAfterMs + random() * policy.firstWaitMs
}

type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ProviderError }

async function attemptOnce<T>(
  call: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Attempt<T>> {
  signal.throwIfAborted()
  const attempt = new AbortController()
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    attempt.abort()
  }, timeoutMs)
  const forward = (): void => attempt.abort(signal.reason)
  signal.addEventListener('abort', forward, { once: true })
  try {
    return { ok: true, value: await call(attempt.signal) }
  } catch (error) {
    signal.throwIfAborted()
    if (timedOut) return { ok: false, error: timeoutError(timeoutMs, error) }
    if (error instanceof ProviderError) return { ok: false, error }
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', forward)
  }
}

function timeoutError(timeoutMs: number, cause: unknown): ProviderError {
  const provider = cause instanceof ProviderError ? cause.provider : ''
  return new ProviderError(`no answer within ${Math.round(timeoutMs / 1000)} s`, {
    provider,
    kind: 'timeout',
    cause,
  })
}
