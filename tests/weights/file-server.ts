import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What the server does with one request. */
export interface Manner {
  readonly status?: number
  readonly body?: Buffer
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
  /** Closes the connection after this many bytes of the body. */
  readonly cutAfter?: number | undefined
  /** Closes the connection before this byte of the whole body. */
  readonly cutAt?: number | undefined
  readonly ignoresRange?: boolean
  /** Ignores If-Range, as careless servers do. */
  readonly ignoresIfRange?: boolean
  /** Gives no Content-Length. */
  readonly chunked?: boolean
  readonly headers?: Readonly<Record<string, string>>
  /** Keeps the connection open without sending more. */
  readonly hangs?: boolean
}

/** Time for the client to read what was sent: what it has not read when the connection ends is lost to it. */
const READING_MS = 30

export interface FileServer {
  readonly url: string
  /** Headers of the requests so far. */
  readonly requests: IncomingHttpHeaders[]
}

/** A real HTTP server on this machine that handles its requests by the given manners, the last one from then on. */
export async function fileServer(...manners: readonly [Manner, ...Manner[]]): Promise<FileServer> {
  const requests: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    const manner = manners[Math.min(requests.length, manners.length - 1)] ?? manners[0]
    requests.push(request.headers)
    answer(request, response, manner)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.gguf`, requests }
}

function answer(request: IncomingMessage, response: ServerResponse, manner: Manner): void {
  const { status = 200, body = Buffer.alloc(0), etag, lastModified, chunked = false } = manner
  if (etag !== undefined) response.setHeader('etag', etag)
  if (lastModified !== undefined) response.setHeader('last-modified', lastModified)
  for (const [name, value] of Object.entries(manner.headers ?? {})) response.setHeader(name, value)
  const from = status === 200 ? rangeStart(request, manner) : 0
  const part = body.subarray(from)
  const cutAfter = manner.cutAt === undefined ? manner.cutAfter : Math.max(0, manner.cutAt - from)
  response.statusCode = from > 0 ? 206 : status
  if (from > 0) response.setHeader('content-range', `bytes ${from}-${body.length - 1}/${body.length}`)
  if (from > body.length) {
    response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end()
    return
  }
  if (chunked) response.flushHeaders()
  else if (!response.hasHeader('content-length')) response.setHeader('content-length', part.length)
  if (manner.hangs) {
    response.write(part.subarray(0, cutAfter))
  } else if (cutAfter !== undefined && cutAfter < part.length) {
    response.write(part.subarray(0, cutAfter), () => setTimeout(() => response.socket?.end(), READING_MS))
  } else {
    response.end(part)
  }
}

function rangeStart(request: IncomingMessage, manner: Manner): number {
  const match = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
  if (match === null || manner.ignoresRange) return 0
  const condition = request.headers['if-range']
  const holds = condition === undefined || condition === manner.etag || condition === manner.lastModified
  return holds || manner.ignoresIfRange ? Number(match[1]) : 0
}
