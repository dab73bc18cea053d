/** What an HTTP server answered when it was not a success. */
export interface HttpFailure {
  readonly status: number
  /** The server's own sentence, or the start of its body. */
  readonly message: string
  readonly code: string | undefined
  readonly type: string | undefined
  /** The request option that the server did not take. */
  readonly param: string | undefined
  /** A header's value, by lower-case name. */
  readonly header: (name: string) => string | undefined
}

/**
 * Reads the failures of HTTP clients by their shape, so that no client need be loaded to know its errors:
 * `status` (openai) or `status_code` (ollama), the body under `error`. `undefined` where there was no answer.
 */
export function httpFailureOf(error: unknown): HttpFailure | undefined {
  if (!isRecord(error)) return undefined
  const status = error.status ?? error.status_code
  if (typeof status !== 'number') return undefined
  const body = isRecord(error.error) ? error.error : {}
  return {
    status,
    message: messageOf(error, body, status),
    code: textOf(body.code ?? error.code),
    type: textOf(body.type ?? error.type),
    param: textOf(body.param ?? error.param),
    header: (name) => headerOf(error.headers, name),
  }
}

/** Whether a value is an object with readable members. */
export function isRecord(value: unknown): value is { readonly [member: string]: unknown } {
  return typeof value === 'object' && value !== null
}

function messageOf(error: { readonly [member: string]: unknown }, body: object, status: number): string {
  if ('message' in body && typeof body.message === 'string') return body.message
  if (typeof error.error === 'string') return error.error
  // FastAPI servers put their sentence under `detail`; a client may have wrapped the body as it was.
  if ('detail' in body) return typeof body.detail === 'string' ? body.detail : JSON.stringify(body.detail)
  const own = typeof error.message === 'string' ? error.message : ''
  // The openai client puts the status in front of the sentence.
  return own.startsWith(`${status} `) ? own.slice(`${status} `.length) : own
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function headerOf(headers: unknown, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  return isRecord(headers) ? textOf(headers[name]) : undefined
}
