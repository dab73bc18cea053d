import { ProviderError } from '../../domain/provider-error.ts'
import { type HttpFailure, httpFailureOf } from './http-failure.ts'
import { kindOfFailure } from './kind-of-failure.ts'
import { parseRetryAfter } from './parse-retry-after.ts'
import { redact } from './redact.ts'
import { type TransportFailure, transportFailureOf } from './transport-failure.ts'

/** Where a call was going when it failed. */
export interface CallContext {
  /** The configured provider's name. */
  readonly provider: string
  readonly model?: string | undefined
  /** The server's address as it may be shown (`redactUrl`). */
  readonly address: string
  /** While a model is opened, a server that is not there is `unreachable`; during a run it may come back: `network`. */
  readonly stage: 'open' | 'run'
  /** Keys and passwords that a server might echo. */
  readonly secrets: readonly (string | undefined)[]
  /** Milliseconds since the epoch, for Retry-After as a date. */
  readonly now: number
}

/** A server may answer with a whole page; the start says what it is. */
const LONGEST_MESSAGE = 300

/**
 * The ProviderError of a failed HTTP call, from the error of whichever client made it: an answer that is no
 * success, or a transport that failed. A ProviderError comes back as it is. Aborts are not for here: check the
 * signal before (`signal.throwIfAborted()`).
 * @throws the error itself where it is neither: a bug of ours, not the server's doing.
 */
export function providerErrorFrom(error: unknown, context: CallContext): ProviderError {
  if (error instanceof ProviderError) return error
  const failure = httpFailureOf(error)
  if (failure !== undefined) return answered(failure, context)
  const transport = transportFailureOf(error)
  if (transport !== undefined) return unanswered(transport, context)
  throw error
}

function answered(failure: HttpFailure, context: CallContext): ProviderError {
  const { provider, model, secrets, now, address } = context
  // Before and after: a secret may hold a line break or blanks, and may come back on one line.
  const told = redact(oneLine(redact(failure.message, secrets)), secrets).slice(0, LONGEST_MESSAGE)
  return new ProviderError(`HTTP ${failure.status} from ${address}: ${told === '' ? '(no body)' : told}`, {
    provider,
    model,
    kind: kindOfFailure(failure),
    status: failure.status,
    retryAfterMs: retryAfterOf(failure, now),
  })
}

function unanswered(transport: TransportFailure, context: CallContext): ProviderError {
  const { provider, model, secrets, stage, address } = context
  const code = redact(transport.code, secrets)
  if (stage === 'open' && transport.neverConnected)
    return new ProviderError(`no server at ${address} (${code}): start it, or correct base_url`, {
      provider,
      model,
      kind: 'unreachable',
    })
  return new ProviderError(`${SENTENCE[transport.kind]} ${address} (${code})`, {
    provider,
    model,
    kind: transport.kind,
  })
}

const SENTENCE: Record<TransportFailure['kind'], string> = {
  network: 'connection failed with',
  timeout: 'no answer in time from',
  malformed: 'unreadable answer from',
}

/** OpenAI sends milliseconds beside the standard header, which counts in whole seconds. */
function retryAfterOf(failure: HttpFailure, now: number): number | undefined {
  const exact = failure.header('retry-after-ms')
  if (exact !== undefined && /^\d+(\.\d+)?$/.test(exact)) return Math.round(Number(exact))
  return parseRetryAfter(failure.header('retry-after'), now)
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
