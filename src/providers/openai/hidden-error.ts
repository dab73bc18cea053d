import { isRecord } from '../http/http-failure.ts'

/** An unsuccessful answer in the shape that `httpFailureOf` reads. */
export interface HiddenError {
  readonly status: number
  readonly error: object
}

/** Finish reasons that say that the server broke off: the text before is no answer. */
const BROKE_OFF: ReadonlySet<unknown> = new Set(['error', 'insufficient_system_resource'])

/**
 * The error in a body that came with status 200: gateways answer so when the server behind them failed, in the
 * body or in its first choice. Without a code that is an HTTP status it counts as the gateway's 502.
 */
export function hiddenErrorOf(body: unknown): HiddenError | undefined {
  if (!isRecord(body)) return undefined
  if (isRecord(body.error)) return asFailure(body.error)
  const choice: unknown = Array.isArray(body.choices) ? body.choices[0] : undefined
  if (!isRecord(choice)) return undefined
  if (isRecord(choice.error)) return asFailure(choice.error)
  if (!BROKE_OFF.has(choice.finish_reason)) return undefined
  return { status: 502, error: { message: `the server broke off: ${choice.finish_reason}` } }
}

function asFailure(error: { readonly [member: string]: unknown }): HiddenError {
  const code = Number(error.code)
  return { status: code >= 400 && code < 600 ? code : 502, error }
}
