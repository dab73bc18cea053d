import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One answer of the stub: a JSON body, or text as it is. */
export interface StubAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
  /** Answers only after this long. */
  readonly delayMs?: number
  /** Cuts the connection after half of the body. */
  readonly cut?: boolean
}

interface SeenRequest {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: SeenBody | undefined
}

/** A request's JSON body; the parts that tests look into have types. */
export interface SeenBody {
  readonly prompt?: string
  readonly options?: { readonly num_ctx?: number }
}

export interface StubServer {
  readonly baseUrl: string
  readonly seen: SeenRequest[]
  /** How many requests the client gave up on. */
  readonly aborted: () => number
  stop(): Promise<void>
}

/** A real HTTP server that answers each path as told, and remembers what it was asked. */
export async function startStub(answers: {
  readonly [path: string]: StubAnswer | ((body: SeenBody | undefined) => StubAnswer)
}): Promise<StubServer> {
  const seen: SeenRequest[] = []
  let aborted = 0
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const body = text === '' ? undefined : JSON.parse(text)
    const path = request.url ?? ''
    seen.push({ path, headers: request.headers, body })
    response.on('close', () => {
      if (!response.writableEnded) aborted++
    })
    const told = answers[path] ?? { status: 404, body: '404 page not found' }
    const answer = typeof told === 'function' ? told(body) : told
    if (answer.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, answer.delayMs))
    const isText = typeof answer.body === 'string'
    const sent = isText ? String(answer.body) : JSON.stringify(answer.body)
    response.writeHead(answer.status ?? 200, {
      'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(sent),
      ...answer.headers,
    })
    if (answer.cut !== true) return void response.end(sent)
    response.write(sent.slice(0, sent.length / 2))
    setTimeout(() => response.destroy(), 20)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    seen,
    aborted: () => aborted,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
