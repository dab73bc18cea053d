import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { Agent, type Dispatcher } from 'undici'
import { wholeResponse } from './whole-response.ts'

type Fetch = typeof globalThis.fetch
type Fields = Dispatcher.ResponseData['headers']

/** How connections are kept. The runner's own limits end a call; the pool's must never do it before them. */
const CONNECTIONS = {
  headersTimeout: 0,
  bodyTimeout: 0,
  // One request a connection at a time: with several, one reset would lose them all.
  pipelining: 1,
  allowH2: false,
} as const

/**
 * A fetch for JSON calls at a fraction of the global one's cost: it hands a plain request to undici's pool of
 * connections and reads the whole answer before it resolves. What is not plain (a body that is no text, an answer that
 * redirects) is done by `full`, so that nothing works less.
 *
 * Rejects as the global one does: with a TypeError whose cause tells what happened, or with the signal's reason.
 */
export function createPooledFetch(full: Fetch): Fetch {
  const agent = new Agent(CONNECTIONS)
  return async (input, init) => {
    const call = plainCall(input, init)
    if (call === undefined) return full(input, init)
    const { status, headers, body } = await dispatch(agent, call, init?.signal ?? undefined)
    // A redirect has worked on nothing, so it may be asked again.
    if (status >= 300 && status < 400 && headers.location !== undefined) return full(input, init)
    const whole = await decoded(body, headers['content-encoding'])
    return wholeResponse(whole, { status, headers: listed(headers) })
  }
}

interface PlainCall {
  readonly origin: string
  readonly path: string
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string | null
}

function plainCall(input: Parameters<Fetch>[0], init: Parameters<Fetch>[1]): PlainCall | undefined {
  const body = init?.body ?? null
  if (input instanceof Request || (body !== null && typeof body !== 'string')) return undefined
  const { protocol, origin, pathname, search, username } = new URL(input)
  if (username !== '' || !protocol.startsWith('http')) return undefined
  const given = init?.headers instanceof Headers ? init.headers : new Headers(init?.headers)
  const headers = Object.fromEntries(given)
  headers['user-agent'] ??= 'node'
  headers.accept ??= '*/*'
  if (body !== null) headers['content-type'] ??= 'text/plain;charset=UTF-8'
  return { origin, path: pathname + search, method: init?.method ?? 'GET', headers, body }
}

interface Answer {
  readonly status: number
  readonly headers: Fields
  readonly body: Buffer<ArrayBuffer>
}

function dispatch(agent: Dispatcher, call: PlainCall, signal: AbortSignal | undefined): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  let controller: Dispatcher.DispatchController | undefined
  let status = 0
  let headers: Fields = {}
  const chunks: Buffer[] = []
  const abort = (): void => {
    reject(signal?.reason)
    controller?.abort(signal?.reason)
  }
  if (signal?.aborted === true) {
    abort()
    return promise
  }
  signal?.addEventListener('abort', abort, { once: true })
  agent.dispatch(call as Dispatcher.DispatchOptions, {
    onRequestStart: (started) => {
      controller = started
      if (signal?.aborted === true) started.abort(signal.reason)
    },
    onResponseStart: (_, code, fields) => {
      status = code
      headers = fields
    },
    onResponseData: (_, chunk) => {
      chunks.push(chunk)
    },
    onResponseEnd: () => {
      signal?.removeEventListener('abort', abort)
      // The connection is free again one turn of the event loop from now: who asks earlier opens another.
      queueMicrotask(() => setImmediate(resolve, { status, headers, body: Buffer.concat(chunks) }))
    },
    onResponseError: (_, error) => {
      signal?.removeEventListener('abort', abort)
      reject(new TypeError('fetch failed', { cause: error }))
    },
  })
  return promise
}

type Decode = (bytes: Buffer) => Promise<Buffer<ArrayBuffer>>

const DECODERS: ReadonlyMap<unknown, Decode> = new Map<unknown, Decode>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
])

/** The body of a server that compresses without being asked. */
async function decoded(body: Buffer<ArrayBuffer>, encoding: unknown): Promise<Buffer<ArrayBuffer>> {
  if (encoding === undefined || encoding === 'identity' || body.length === 0) return body
  const decode = DECODERS.get(encoding)
  if (decode === undefined) throw new TypeError(`network error: content-encoding ${String(encoding)}`)
  try {
    return await decode(body)
  } catch (error) {
    throw new TypeError('fetch failed', { cause: error })
  }
}

function listed(headers: Fields): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : (value ?? []).map((one): [string, string] => [name, one]),
  )
}
