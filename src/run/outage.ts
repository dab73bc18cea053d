import { ProviderError } from '../domain/provider-error.ts'

/** What the end of an attempt says of the server as a whole. */
export type Sign =
  /** It answered: a completion, or a refusal of this one request for good. */
  | 'there'
  /** It was too busy. */
  | 'busy'
  /** Nothing is there: no connection, a connection lost, a gateway without a server. */
  | 'away'
  /** Says nothing: no answer in our time, an error of its own, an unreadable body. */
  | 'unclear'

/** Whether a server is there at all. */
export interface Outage {
  /** Milliseconds until the next send may go: 0 now, Infinity while another trial is finding out. */
  waitMs(): number
  /** True from several failures in a row to the next answer: one trial at a time finds out, the others wait. */
  readonly suspected: boolean
  /** Set once the server counts as gone for good. */
  readonly gone: ProviderError | undefined
  /** A send begins. Returns true when it is the one that finds out. */
  begin(): boolean
  /** An attempt ended. `others` is how many more are still in flight. */
  end(sign: Sign, error: ProviderError | undefined, probe: boolean, others: number): void
  /** The server was opened anew. */
  reset(): void
}

/** Failures in a row, of whichever trials, after which a server is suspected to be away. */
const FAILURES_IN_A_ROW = 5
const FIRST_PROBE_AFTER_MS = 1000
const LONGEST_PROBE_WAIT_MS = 5000
/** A restart, with a model to load, takes less; a person waits for no longer. */
const GONE_AFTER_MS = 90_000
/** Quotas of a minute come back by themselves several times in this. */
const REFUSING_AFTER_MS = 5 * 60_000

/**
 * Tells a server that restarts from one that is gone. After 5 failures in a row without an answer, one trial at a time
 * is sent, at 1 s and then up to 5 s apart, while the others wait without using up their tries. The first answer ends
 * the suspicion; 90 s without one (5 minutes where the server only says that it is too busy) make it gone, unless it is
 * still working on a request.
 */
export function createOutage(now: () => number): Outage {
  let failures = 0
  let awaySince: number | undefined
  let busySince: number | undefined
  let suspected = false
  let probing = false
  let probeWaitMs = FIRST_PROBE_AFTER_MS
  let nextProbeAt = 0
  let gone: ProviderError | undefined

  const reset = (): void => {
    failures = 0
    awaySince = undefined
    busySince = undefined
    suspected = false
    probing = false
    probeWaitMs = FIRST_PROBE_AFTER_MS
    gone = undefined
  }
  const waitForProbe = (): void => {
    nextProbeAt = now() + probeWaitMs
    probeWaitMs = Math.min(LONGEST_PROBE_WAIT_MS, probeWaitMs * 2)
  }
  const away = (): void => {
    awaySince ??= now()
    failures++
    if (suspected || failures < FAILURES_IN_A_ROW) return
    suspected = true
    waitForProbe()
  }
  const tooLongMs = (): number | undefined => {
    const away = awaySince === undefined ? 0 : now() - awaySince
    if (suspected && away >= GONE_AFTER_MS) return away
    const busy = busySince === undefined ? 0 : now() - busySince
    return busy >= REFUSING_AFTER_MS ? busy : undefined
  }
  return {
    waitMs: () => {
      if (!suspected) return 0
      return probing ? Number.POSITIVE_INFINITY : Math.max(0, nextProbeAt - now())
    },
    get suspected() {
      return suspected
    },
    get gone() {
      return gone
    },
    begin: () => {
      if (!suspected) return false
      probing = true
      return true
    },
    end: (sign, error, probe, others) => {
      if (sign === 'there') {
        reset()
        return
      }
      if (sign === 'busy') busySince ??= now()
      if (sign === 'away') away()
      if (probe && suspected) {
        probing = false
        waitForProbe()
      }
      const silentMs = others > 0 ? undefined : tooLongMs()
      if (silentMs !== undefined && error !== undefined) gone ??= goneError(error, silentMs)
    },
    reset,
  }
}

function goneError(last: ProviderError, silentMs: number): ProviderError {
  const { provider, model, kind, status, message } = last
  return new ProviderError(`${message}; no answer for ${Math.round(silentMs / 1000)} s`, {
    provider,
    model,
    kind,
    status,
    cause: last,
  })
}
