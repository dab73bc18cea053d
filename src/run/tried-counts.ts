import type { Session } from '../domain/provider.ts'
import { type RetryDeps, type RetryPolicy, tryCall } from './retry.ts'

/**
 * The session, whose token counts are cut off in time and tried again, like its completions: a server that counts may
 * fail as well. Counts go past the provider's limits, since a call that has its place may need one.
 * Its `countTokens` throws ProviderError after the last try.
 */
export function withTriedCounts(
  session: Session,
  { policy, ...deps }: RetryDeps & { readonly policy: RetryPolicy },
): Session {
  if (session.countTokens === undefined) return session
  const count = session.countTokens.bind(session)
  const countTokens: Session['countTokens'] = async (prompt) => {
    const tried = await tryCall((signal) => untilAborted(count(prompt), signal), policy, {
      ...deps,
      route: undefined,
    })
    if (tried.state === 'gave-up') throw tried.error
    return tried.value
  }
  return Object.create(session, { countTokens: { value: countTokens } }) as Session
}

/** Rejects with the signal's reason once it aborts; the call itself has no signal, and ends with its session. */
async function untilAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([call, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
