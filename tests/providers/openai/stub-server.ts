import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as the stub saw it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Record<string, unknown>
}

/** Answers one request: writes to the response, or breaks it. */
export type Answerer = (request: SeenRequest, response: ServerResponse) => void

/** A loopback HTTP server whose answers a test decides; it keeps what it was asked. */
export interface Stub {
  readonly origin: string
  readonly seen: SeenRequest[]
  /** Requests to a path, in order. */
  to(path: string): SeenRequest[]
  stop(): Promise<void>
}

export async function startStub(answer: Answerer): Promise<Stub> {
  const seen: SeenRequest[] = []
  const server = createServer(async (request, response) => {
    const one = await read(request)
    seen.push(one)
    answer(one, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    to: (path) => seen.filter((request) => request.path === path),
    stop: () => stop(server),
  }
}

/** Sends JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  let text = ''
  for await (const chunk of request) text += chunk
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: text === '' ? {} : JSON.parse(text),
  }
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
