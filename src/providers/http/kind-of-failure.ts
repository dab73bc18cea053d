import type { ProviderErrorKind } from '../../domain/provider-error.ts'
import { saysContextOverflow } from './context-overflow.ts'
import type { HttpFailure } from './http-failure.ts'

const KIND_OF_STATUS: ReadonlyMap<number, ProviderErrorKind> = new Map([
  [401, 'auth'],
  // No money left on the account: every other trial would fail the same way.
  [402, 'auth'],
  [403, 'auth'],
  [404, 'not-found'],
  [408, 'server'],
  [429, 'rate-limit'],
])

/** What an unsuccessful answer means for its trial. */
export function kindOfFailure(failure: HttpFailure): ProviderErrorKind {
  const { status, message, code, type } = failure
  // OpenAI says 429 for an account without money too; waiting does not help there.
  if (status === 429 && [code, type].includes('insufficient_quota')) return 'auth'
  const known = KIND_OF_STATUS.get(status)
  if (known !== undefined) return known
  if (saysContextOverflow(message, code, type)) return 'context'
  if (status >= 500) return 'server'
  // A redirect that fetch did not follow is no answer of the protocol's.
  return status >= 400 ? 'bad-request' : 'malformed'
}
