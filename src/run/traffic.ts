import pLimit from 'p-limit'
import type { ProviderError } from '../domain/provider-error.ts'
import type { AttemptEnd } from './attempt.ts'
import { createBell } from './bell.ts'
import { createConcurrencyWindow } from './concurrency-window.ts'
import { createOutage } from './outage.ts'
import { createPace, type PaceLimits } from './pace.ts'
import { createRefusalPause } from './refusal-pause.ts'
import { Drained, type Sending, type Sent } from './sending.ts'
import { isRefusal, signOf } from './sign-of.ts'

/** What is asked of a provider at most. */
export interface TrafficLimits extends PaceLimits {
  /** The ceiling of requests in flight; Infinity where sessions keep a number of their own. */
  readonly concurrency: number
}

export interface TrafficDeps {
  /** Monotonic milliseconds. */
  readonly now: () => number
  /** Rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** In [0, 1): jitter only. */
  readonly random: () => number
  readonly signal: AbortSignal
  /** Once set, nothing more is sent. */
  readonly draining: AbortSignal
}

/** All requests of one provider, whichever of its models they are for. */
export interface Traffic {
  /** Sends when the provider's limits allow it. @throws Drained, and whatever the attempt throws */
  send<T>(sending: Sending<T>): Promise<Sent<T>>
  /** Waits before another try, holding no place. @throws Drained */
  backOff(ms: number): Promise<void>
  /** A model of it was opened: it is there. */
  opened(): void
  /** Requests allowed in flight now. */
  readonly concurrency: number
}

/**
 * Lets requests through by what the provider bears: p-limit counts those in flight against a window that adapts; a
 * pace spreads them where limits a minute are configured; after a refusal, and while a server seems to be away, all wait.
 *
 * A trial holds its place only while its request is in flight, not while it waits to be tried again: so the window
 * means what the server sees, and one unlucky trial in a minute's wait leaves its place to others. What throttles is the
 * window, which a refusal halves, and the pause, which holds for all.
 */
export function createTraffic(limits: TrafficLimits, deps: TrafficDeps): Traffic {
  const ceiling = limits.concurrency
  const window = createConcurrencyWindow(ceiling)
  const limit = pLimit(window.size)
  const pace = createPace(limits, deps)
  const pause = createRefusalPause(deps)
  const outage = createOutage(deps.now)
  const bell = createBell(deps)
  let inFlight = 0
  let late = 0
  // Ends all back-offs: the run is being stopped, or the server is gone.
  let nothingMore = new AbortController()
  const stop = (): void => {
    nothingMore.abort()
    bell.ring()
  }
  deps.draining.addEventListener('abort', stop)
  deps.signal.addEventListener('abort', stop)

  const adapt = (): void => {
    const size = Math.max(1, Math.min(window.size, ceiling - late))
    if (size !== limit.concurrency) limit.concurrency = size
  }
  /** Waits for its turn. */
  const admit = async <T>(sending: Sending<T>, tokens: number): Promise<Admission> => {
    const cancelledBy = (): ProviderError | undefined => {
      deps.signal.throwIfAborted()
      if (deps.draining.aborted) throw new Drained()
      return outage.gone ?? sending.cancelledBy?.()
    }
    const unwanted = (): boolean => deps.draining.aborted || cancelledBy() !== undefined
    const reserved = pace === undefined || (await pace.reserve(tokens, unwanted))
    try {
      for (;;) {
        const error = cancelledBy()
        if (error !== undefined) {
          if (reserved) pace?.settle(tokens, 0)
          return { state: 'cancelled', error }
        }
        const waitMs = Math.max(pause.waitMs(), outage.waitMs())
        // Begun in the same turn as it was found free: of those who were woken together, one finds out.
        if (waitMs === 0) return { state: 'admitted', ticket: window.sent(), probe: outage.begin() }
        await bell.wait(waitMs)
      }
    } catch (error) {
      if (reserved) pace?.settle(tokens, 0)
      throw error
    }
  }
  const learn = (end: AttemptEnd<unknown>, ticket: number, probe: boolean): boolean => {
    const sign = signOf(end)
    const error = end.state === 'failed' ? end.error : undefined
    if (end.state === 'answered') window.answered(limit.activeCount >= limit.concurrency)
    if (sign === 'there') pause.answered(ticket)
    if (error !== undefined && isRefusal(error)) {
      // A server that is away says nothing of how much it bears, and is asked again by the outage's own clock.
      if (!outage.suspected) window.refused(ticket)
      if (!outage.suspected || error.retryAfterMs !== undefined) pause.refused(ticket, error.retryAfterMs)
    }
    outage.end(sign, error, probe, inFlight)
    if (outage.gone !== undefined) stop()
    return !(sign === 'away' && outage.suspected)
  }
  const inPlace = async <T>(sending: Sending<T>, leave: () => void): Promise<Sent<T>> => {
    const tokens = pace === undefined ? 0 : (sending.estimateTokens?.() ?? 0)
    const admission = await admit(sending, tokens)
    if (admission.state === 'cancelled') return admission
    const { ticket, probe } = admission
    let isLate = false
    const onLate = (): void => {
      // In flight it still is: with those that are late, the ceiling is not exceeded.
      if (late + 1 >= ceiling || ceiling === Number.POSITIVE_INFINITY) return
      isLate = true
      late++
      adapt()
      leave()
    }
    inFlight++
    let end: AttemptEnd<T> | undefined
    try {
      end = await sending.attempt(onLate)
    } finally {
      inFlight--
      if (isLate) late--
      pace?.settle(tokens, end === undefined ? 0 : tokensUsed(end, sending, tokens))
      // Not even sent (the run's budget has no room for it): others may go, or find out.
      if (end === undefined) {
        outage.end('unclear', undefined, probe, inFlight)
        adapt()
        bell.ring()
      }
    }
    const counts = learn(end, ticket, probe)
    adapt()
    bell.ring()
    return { ...end, counts }
  }
  return {
    get concurrency() {
      return limit.concurrency
    },
    opened: () => {
      if (outage.gone === undefined) return
      outage.reset()
      nothingMore = new AbortController()
    },
    send: <T>(sending: Sending<T>) =>
      new Promise<Sent<T>>((resolve, reject) => {
        // The place is left when the attempt ends, or before when it is late.
        void limit(
          () => new Promise<void>((leave) => inPlace(sending, leave).then(resolve, reject).finally(leave)),
        )
      }),
    backOff: async (ms) => {
      const { signal } = nothingMore
      if (!signal.aborted) await deps.sleep(ms, signal).catch(rethrowUnless(signal))
      deps.signal.throwIfAborted()
      if (deps.draining.aborted) throw new Drained()
    },
  }
}

type Admission =
  | { readonly state: 'admitted'; readonly ticket: number; readonly probe: boolean }
  | { readonly state: 'cancelled'; readonly error: ProviderError }

/** What a failed request used is unknown; only one that was cut off may have been worked on to its end. */
function tokensUsed<T>(end: AttemptEnd<T>, sending: Sending<T>, reserved: number): number {
  if (end.state === 'failed') return end.timedOut ? reserved : 0
  return sending.usedTokens?.(end.value) ?? reserved
}

function rethrowUnless(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error
  }
}
