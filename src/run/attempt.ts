import { ProviderError } from '../domain/provider-error.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import { onAbort } from './on-abort.ts'

/** How one attempt ended. */
export type AttemptEnd<T> =
  | { readonly state: 'answered'; readonly value: T; readonly latencyMs: number }
  | {
      readonly state: 'failed'
      readonly error: ProviderError
      /** It was cut off by us, not by the server or the network. */
      readonly timedOut: boolean
    }

export interface AttemptDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number
  readonly signal: AbortSignal
  /** A timer on that clock; returns what stops it. Node's own where not given. */
  readonly startTimer?: ((run: () => void, ms: number) => () => void) | undefined
}

/**
 * Makes one call, cut off at its time-out. `onLate` is called once when it takes suspiciously long.
 * @throws whatever the call throws that is no ProviderError, and the signal's reason once it aborts.
 */
export async function attemptOnce<T>(
  call: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, lateMs }: AttemptLimits,
  { now, signal, startTimer = realTimer }: AttemptDeps,
  onLate: () => void,
): Promise<AttemptEnd<T>> {
  signal.throwIfAborted()
  const began = now()
  const attempt = new AbortController()
  let timedOut = false
  const cutOff = (): void => {
    timedOut = true
    attempt.abort()
  }
  const late = lateMs === undefined || lateMs >= timeoutMs ? undefined : lateMs
  // One timer an attempt: the second stage is set only where the first was reached.
  let stopTimer = startTimer(() => {
    if (late === undefined) return cutOff()
    onLate()
    stopTimer = startTimer(cutOff, timeoutMs - late)
  }, late ?? timeoutMs)
  // AbortSignal.any would be slower, and its signals live as long as ours.
  const forgetAttempt = onAbort(signal, () => attempt.abort(signal.reason))
  try {
    const value = await call(attempt.signal)
    return { state: 'answered', value, latencyMs: now() - began }
  } catch (error) {
    signal.throwIfAborted()
    if (timedOut) return { state: 'failed', error: timeoutError(timeoutMs, error), timedOut }
    if (error instanceof ProviderError) return { state: 'failed', error, timedOut }
    throw error
  } finally {
    stopTimer()
    forgetAttempt()
  }
}

function realTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

function timeoutError(timeoutMs: number, cause: unknown): ProviderError {
  const provider = cause instanceof ProviderError ? cause.provider : ''
  return new ProviderError(`no answer within ${Math.round(timeoutMs / 1000)} s`, {
    provider,
    kind: 'timeout',
    cause,
  })
}
