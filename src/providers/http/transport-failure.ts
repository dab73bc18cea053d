import type { ProviderErrorKind } from '../../domain/provider-error.ts'
import { isRecord } from './http-failure.ts'

/** How far the transport got. */
export interface TransportFailure {
  /** The system's or undici's code: `ECONNREFUSED`, `UND_ERR_SOCKET`. */
  readonly code: string
  readonly kind: Extract<ProviderErrorKind, 'network' | 'timeout' | 'malformed'>
  /** No connection came about: nothing listens, no such host, no trust. */
  readonly neverConnected: boolean
}

const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+)$/
const TIMED_OUT = /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/
const OTHER_TRANSPORT = /^(ECONN\w+|EPIPE|EPROTO|ENOTCONN|UND_ERR_\w+|HPE_\w+|Z_\w+)$/

/** fetch's own messages where no code came along: a body cut short, a socket closed. */
const TRANSPORT_MESSAGE =
  /fetch failed|terminated|socket hang ?up|other side closed|premature close|connection error|network/i
const TIMEOUT_MESSAGE = /timed? ?out/i

/** Reads an error and its causes as a failure of the transport; `undefined` where it is none: a bug of ours. */
export function transportFailureOf(error: unknown): TransportFailure | undefined {
  const chain = causesOf(error)
  for (const { code } of chain) {
    const failure = failureOfCode(code)
    if (failure !== undefined) return failure
  }
  // A 2xx whose body is not JSON: the clients let the parser's own error through.
  if (chain.some((link) => link.name === 'SyntaxError')) return told('not JSON', 'malformed')
  if (chain.some((link) => TIMEOUT_MESSAGE.test(link.message))) return told('timed out', 'timeout')
  const said = chain.findLast((link) => TRANSPORT_MESSAGE.test(link.message))
  return said === undefined ? undefined : told(said.message, 'network')
}

function failureOfCode(code: string): TransportFailure | undefined {
  const neverConnected = NEVER_CONNECTED.test(code)
  if (TIMED_OUT.test(code)) return { code, kind: 'timeout', neverConnected }
  if (neverConnected || OTHER_TRANSPORT.test(code)) return { code, kind: 'network', neverConnected }
  return undefined
}

function told(code: string, kind: TransportFailure['kind']): TransportFailure {
  return { code, kind, neverConnected: false }
}

interface Link {
  readonly name: string
  readonly code: string
  readonly message: string
}

/** The error, its causes, and the members of an AggregateError (one for each address of a host name). */
function causesOf(error: unknown, depth = 0): Link[] {
  if (!isRecord(error) || depth > 5) return []
  const own = { name: text(error.name), code: text(error.code), message: text(error.message) }
  const members = Array.isArray(error.errors) ? error.errors : []
  return [own, ...[error.cause, ...members].flatMap((cause) => causesOf(cause, depth + 1))]
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
