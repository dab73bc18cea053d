import type { ProviderError } from '../domain/provider-error.ts'
import type { AttemptEnd } from './attempt.ts'
import type { Sign } from './outage.ts'

/** A gateway that finds no server behind it. */
const AWAY_STATUS: ReadonlySet<number | undefined> = new Set([502, 503, 504])

/** Too many requests, unavailable, overloaded: fewer requests may help. */
const BUSY_STATUS: ReadonlySet<number | undefined> = new Set([503, 529])

/** Whether the server said that it has too much to do. */
export function isRefusal({ kind, status }: ProviderError): boolean {
  return kind === 'rate-limit' || (kind === 'server' && BUSY_STATUS.has(status))
}

/** What the end of an attempt says of the server. */
export function signOf(end: AttemptEnd<unknown>): Sign {
  if (end.state === 'answered' || !end.error.retryable) return 'there'
  const { kind, status } = end.error
  if (kind === 'rate-limit') return 'busy'
  if (kind === 'server') return AWAY_STATUS.has(status) ? 'away' : 'unclear'
  // A time-out of the connection is the network's; one of ours may only mean a slow model.
  if (kind === 'network' || (kind === 'timeout' && !end.timedOut)) return 'away'
  return 'unclear'
}
