import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createPooledFetch } from '../../../src/providers/http/pooled-fetch.ts'

type Treatment = (request: IncomingMessage, response: ServerResponse, body: string) => void

let treat: Treatment = (_request, response) => response.end()
let sockets = 0
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  treat(request, response, body)
}).on('connection', () => sockets++)
let origin = ''
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close().closeAllConnections())

const full = vi.fn(globalThis.fetch)
const fetch = createPooledFetch(full)

/** Headers in which a client only says how it works. */
const OF_THE_CLIENT = /^(accept-language|sec-fetch-mode|accept-encoding)$/

const echo: Treatment = ({ method, url, headers }, response, body) => {
  const sent = Object.entries(headers).filter(([name]) => !OF_THE_CLIENT.test(name))
  response
    .setHeader('content-type', 'application/json')
    .setHeader('x-twice', ['1', '2'])
    .end(JSON.stringify({ method, url, headers: sent.sort(), body }))
}

/** What an answer is to its reader. */
async function read(response: Response) {
  const { status, ok, headers } = response
  return {
    status,
    ok,
    type: headers.get('content-type'),
    twice: headers.get('x-twice'),
    text: await response.text(),
  }
}

describe('answers as the global fetch does', () => {
  const post = (body: string | Buffer<ArrayBuffer>, headers = {}): RequestInit => ({
    method: 'POST',
    body,
    headers,
  })
  test.each<[string, string, RequestInit | undefined, Treatment]>([
    ['a GET', '/models?a=1&b=%20', undefined, echo],
    ['JSON', '/chat', post('{"a":"é👩"}', { 'Content-Type': 'application/json', 'X-Key': '1' }), echo],
    ['text without a type', '/chat', post('hello'), echo],
    ['headers as an object of their own', '/chat', post('{}', new Headers({ Authorization: 'a' })), echo],
    ['a body that is no text', '/chat', post(Buffer.from('bytes'), { 'content-type': 'x/y' }), echo],
    ['no content', '/', undefined, (_, r) => r.writeHead(204).end()],
    ['an error with a body', '/', post('{}'), (_, r) => r.writeHead(503).end('busy')],
    ['an empty body', '/', post('{}'), (_, r) => r.end()],
    ['a body in pieces, cut within a character', '/', post('{}'), inPieces],
    [
      'a redirect',
      '/from',
      post('{}'),
      (request, response, body) =>
        request.url === '/from'
          ? response.writeHead(307, { location: '/to' }).end()
          : echo(request, response, body),
    ],
    ['a body in gzip', '/', post('{}'), packed('gzip', gzipSync('plain'))],
    ['a body in deflate', '/', post('{}'), packed('deflate', deflateSync('plain'))],
    ['a body in br', '/', post('{}'), packed('br', brotliCompressSync('plain'))],
  ])('%s', async (_, path, init, treatment) => {
    treat = treatment
    const expected = await read(await globalThis.fetch(origin + path, init))
    expect(await read(await fetch(origin + path, init))).toEqual(expected)
  })
})

function packed(encoding: string, bytes: Buffer): Treatment {
  return (_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bytes)
}

function inPieces(_: unknown, response: ServerResponse): void {
  const bytes = Buffer.from('é👩')
  response.write(bytes.subarray(0, 1))
  setTimeout(() => response.end(bytes.subarray(1)), 20)
}

test('a body in whichever form it is asked for', async () => {
  treat = (_, response) => response.setHeader('content-type', 'application/json').end('\ufeff{"a":"é"}')
  const whole = async () => fetch(origin)
  const bytes = Buffer.from('\ufeff{"a":"é"}')
  expect(await (await whole()).json()).toEqual({ a: 'é' })
  expect(await (await whole()).text()).toBe('{"a":"é"}')
  expect(Buffer.from(await (await whole()).arrayBuffer())).toEqual(bytes)
  expect(Buffer.from(await (await whole()).bytes())).toEqual(bytes)
  expect(await (await whole()).blob()).toMatchObject({ size: bytes.length, type: 'application/json' })
})

test('what is plain never goes through the other fetch, and connections are kept', async () => {
  treat = echo
  await (await fetch(origin)).text()
  full.mockClear()
  const before = sockets
  for (let n = 0; n < 10; n++) await (await fetch(origin, { method: 'POST', body: '{}' })).text()
  expect([full.mock.calls.length, sockets - before]).toEqual([0, 0])
})

test('as many connections as requests at once', async () => {
  treat = (_, response) => setTimeout(() => response.end('ok'), 100)
  const started = performance.now()
  await Promise.all(Array.from({ length: 40 }, () => fetch(origin)))
  expect(performance.now() - started).toBeLessThan(40 * 50)
})

describe('ends with the signal’s reason', () => {
  const reason = new Error('time is up')
  test.each<[string, Treatment]>([
    ['before an answer', () => {}],
    ['within a body', (_, r) => r.writeHead(200).write('{')],
  ])('%s', async (_, treatment) => {
    treat = treatment
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 30)
    await expect(fetch(origin, { signal: controller.signal })).rejects.toBe(reason)
  })
  test('aborted before: nothing is sent', async () => {
    const seen = vi.fn<Treatment>((_, r) => r.end())
    treat = seen
    await expect(fetch(origin, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(seen).not.toHaveBeenCalled()
  })
  test('while it connects', async () => {
    const controller = new AbortController()
    const answer = fetch('http://192.0.2.1:9/', { signal: controller.signal })
    controller.abort(reason)
    await expect(answer).rejects.toBe(reason)
  })
})

test.each<[string, Treatment]>([
  ['a reset', (_, r) => r.socket?.resetAndDestroy()],
  [
    'a body cut short',
    (_, r) => r.writeHead(200, { 'content-length': '9' }).write('{', () => r.socket?.destroy()),
  ],
  ['gzip that is none', packed('gzip', Buffer.from('plain'))],
  ['an unknown encoding', packed('rot13', Buffer.from('cynva'))],
  ['no HTTP', (_, r) => r.socket?.end('hello\r\n\r\n')],
])('%s rejects as the global fetch does', async (_, treatment) => {
  treat = treatment
  await expect(fetch(origin)).rejects.toMatchObject({
    name: 'TypeError',
    message: expect.stringMatching(/^fetch failed|^network error/),
  })
})
