/**
 * What went wrong between us and a model. The kind alone decides whether a call is worth another try
 * and what becomes of its trial.
 */
export type ProviderErrorKind =
  | 'network' // refused, reset, DNS, body cut short
  | 'timeout' // no answer within the attempt's limit
  | 'rate-limit' // 429
  | 'server' // 5xx, overloaded
  | 'malformed' // a 2xx whose body is not the protocol's
  | 'crash' // a child process of the built-in engine died
  | 'context' // the prompt and its answer do not fit the model's context
  | 'unsupported' // the model cannot do what the trial asks
  | 'auth' // 401, 403, or no key
  | 'not-found' // the server does not know the model
  | 'unreachable' // nothing listens at the address
  | 'bad-request' // any other 4xx

const RETRYABLE: ReadonlySet<ProviderErrorKind> = new Set([
  'network',
  'timeout',
  'rate-limit',
  'server',
  'malformed',
  'crash',
])

/** The whole model is of no use: its other trials would fail the same way. */
const STOPS_MODEL: ReadonlySet<ProviderErrorKind> = new Set(['auth', 'not-found', 'unreachable'])

/** The trial is not applicable to this model: outcome `skipped`, not `failed`. */
const SKIPS_TRIAL: ReadonlySet<ProviderErrorKind> = new Set(['context', 'unsupported'])

/** What is known of a call that failed. */
export interface ProviderErrorFacts {
  /** The name it is configured under. */
  readonly provider: string
  readonly model?: string | undefined
  readonly kind: ProviderErrorKind
  /** HTTP status, where there was one. */
  readonly status?: number | undefined
  /** What the server asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined
  readonly cause?: unknown
}

/** A call to a model failed. Carries facts, and never a key. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly provider: string
  readonly model: string | undefined
  readonly kind: ProviderErrorKind
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined

  constructor(message: string, facts: ProviderErrorFacts) {
    super(message, { cause: facts.cause })
    this.provider = facts.provider
    this.model = facts.model
    this.kind = facts.kind
    this.status = facts.status
    this.retryAfterMs = facts.retryAfterMs
  }

  get retryable(): boolean {
    return RETRYABLE.has(this.kind)
  }

  get stopsModel(): boolean {
    return STOPS_MODEL.has(this.kind)
  }

  get skipsTrial(): boolean {
    return SKIPS_TRIAL.has(this.kind)
  }
}
