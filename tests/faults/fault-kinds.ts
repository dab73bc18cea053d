import type { ServerResponse } from 'node:http'

/** Every way in which a request can go wrong here. */
export const FAULT_KINDS = [
  'rate-limit', // 429 without Retry-After
  'rate-limit-seconds', // 429 with Retry-After in seconds
  'rate-limit-date', // 429 with Retry-After as an HTTP date
  'error-500',
  'error-503', // with a page, as proxies send it
  'reset-before', // connection reset before any answer
  'reset-within', // connection reset in the middle of the body
  'malformed-json', // status 200, JSON that breaks off
  'html-page', // status 200, an error page
  'empty-choices', // status 200, no choice
  'empty-body', // status 200, no body
  'error-within', // status 200, an error object for a body
  'truncated', // the connection is closed in order, in the middle of a body of known length
  'truncated-chunked', // the same without the last chunk
  'length-too-long', // Content-Length promises more than comes, and the connection stays open
  'length-too-short', // Content-Length promises less than comes
  'never', // no answer, the connection stays open
  'slow-drip', // the right answer, piece by piece
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

/** What faults are told apart by, beside their kind. */
interface FaultSettings {
  /** Of the rate limits that name a time. */
  readonly retryAfterS: number
  /** Between two of the ten pieces of a slow answer. */
  readonly dripMs: number
}

/** Time for the client to read what was sent: a reset takes from it what it has not read. */
const READING_MS = 10

type Commit = (response: ServerResponse, body: string, settings: FaultSettings) => void

/** Answers a request wrongly; `body` is what the right answer would have been. */
export const COMMIT: Record<FaultKind, Commit> = {
  'rate-limit': (response) => refuse(response, {}),
  'rate-limit-seconds': (response, _body, { retryAfterS }) =>
    refuse(response, { 'retry-after': String(retryAfterS) }),
  'rate-limit-date': (response, _body, { retryAfterS }) =>
    refuse(response, { 'retry-after': new Date(Date.now() + retryAfterS * 1000).toUTCString() }),
  'error-500': (response) => json(response, 500, errorBody('the server had an error')),
  'error-503': (response) =>
    response
      .writeHead(503, { 'content-type': 'text/html' })
      .end('<html><h1>503 Service Unavailable</h1></html>'),
  'reset-before': (response) => response.socket?.resetAndDestroy(),
  'reset-within': (response, body) => {
    half(response, body, { 'content-length': String(Buffer.byteLength(body)) }, () =>
      response.socket?.resetAndDestroy(),
    )
  },
  'malformed-json': (response, body) => json(response, 200, body.slice(0, -Math.ceil(body.length / 3))),
  'html-page': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><h1>Bad gateway: 12345</h1></html>'),
  'empty-choices': (response) => json(response, 200, '{"object":"text_completion","choices":[]}'),
  'empty-body': (response) => json(response, 200, ''),
  'error-within': (response) => json(response, 200, errorBody('the server behind this one had an error')),
  truncated: (response, body) => {
    half(response, body, { 'content-length': String(Buffer.byteLength(body)) }, () => response.socket?.end())
  },
  'truncated-chunked': (response, body) => half(response, body, {}, () => response.socket?.end()),
  'length-too-long': (response, body) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': String(Buffer.byteLength(body) + 500) })
    response.write(body)
  },
  'length-too-short': (response, body) => {
    response.writeHead(200, {
      ...JSON_TYPE,
      'content-length': String(Math.floor(Buffer.byteLength(body) / 2)),
    })
    response.end(body)
  },
  never: () => {},
  'slow-drip': (response, body, { dripMs }) => drip(response, body, dripMs),
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Sends a text as a JSON body. */
export function json(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    ...JSON_TYPE,
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  })
  response.end(text)
}

/** The protocol's error object. */
export function errorBody(message: string, code?: string): string {
  return JSON.stringify({ error: { message, type: 'server_error', param: null, code: code ?? null } })
}

/** The 429 of a server that has enough to do. */
export function refuse(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  json(response, 429, errorBody('too many requests', 'rate_limit_exceeded'), headers)
}

function half(
  response: ServerResponse,
  body: string,
  headers: Readonly<Record<string, string>>,
  then: () => void,
): void {
  response.writeHead(200, { ...JSON_TYPE, ...headers })
  response.write(body.slice(0, body.length / 2), () => setTimeout(then, READING_MS))
}

function drip(response: ServerResponse, body: string, dripMs: number): void {
  response.writeHead(200, { ...JSON_TYPE, 'content-length': String(Buffer.byteLength(body)) })
  const size = Math.ceil(body.length / 10)
  const next = (at: number): void => {
    if (response.destroyed) return
    if (at + size >= body.length) {
      response.end(body.slice(at))
      return
    }
    response.write(body.slice(at, at + size))
    setTimeout(() => next(at + size), dripMs)
  }
  next(0)
}
