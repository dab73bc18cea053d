import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '../../../src/domain/provider.ts'
import { model, openOptions, provider, raw, request, working } from './requests.ts'
import { json, type Stub, startStub } from './stub-server.ts'

const good = {
  choices: [{ text: ' ok', finish_reason: 'stop' }],
  model: 'served',
  usage: { prompt_tokens: 2 },
}
const key = 'tok-0123456789abcdef'

/** How the next request is treated; the probe at opening finds a server that is well. */
let treat: (response: ServerResponse) => void = (response) => json(response, 200, good)
let stub: Stub
let session: Session

beforeAll(async () => {
  stub = await startStub((seen, response) => {
    if (seen.path === '/v1/models') json(response, 200, { data: [{ id: 'm' }] })
    else treat(response)
  })
  session = await provider(`${stub.origin}/v1`, { api: 'completions', apiKey: () => key }).open(
    model(),
    openOptions(),
  )
})
afterAll(() => stub.stop())

function complete(treatment: typeof treat, signal?: AbortSignal) {
  treat = treatment
  return session.complete(request(raw('x')), working(signal))
}

const answer =
  (status: number, body: unknown, headers = {}) =>
  (response: ServerResponse) =>
    json(response, status, body, headers)

describe('a fault during a run', () => {
  test.each<[string, typeof treat, object]>([
    ['429', answer(429, {}, { 'retry-after': '2' }), { kind: 'rate-limit', status: 429, retryAfterMs: 2000 }],
    ['429 with a date', answer(429, {}, { 'retry-after': new Date(0).toUTCString() }), { retryAfterMs: 0 }],
    ['500', answer(500, { error: { message: 'oops' } }), { kind: 'server', status: 500 }],
    ['503 with a page', (r) => r.writeHead(503).end('<html>busy</html>'), { kind: 'server', status: 503 }],
    ['408', answer(408, {}), { kind: 'server' }],
    ['401', answer(401, {}), { kind: 'auth', stopsModel: true }],
    ['404', answer(404, {}), { kind: 'not-found', stopsModel: true }],
    ['418', answer(418, {}), { kind: 'bad-request', retryable: false }],
    [
      'llama-server’s too long',
      answer(400, {
        error: {
          code: 400,
          message: 'too long',
          type: 'exceed_context_size_error',
          n_prompt_tokens: 9,
          n_ctx: 8,
        },
      }),
      { kind: 'context', skipsTrial: true },
    ],
    ['an HTML page with 200', (r) => r.end('<html>'), { kind: 'malformed', retryable: true }],
    [
      'broken JSON with 200',
      (r) => r.setHeader('content-type', 'application/json').end('{"choices": ['),
      { kind: 'malformed' },
    ],
    ['an empty body with 200', answer(200, undefined), { kind: 'malformed' }],
    ['no choices', answer(200, { choices: [] }), { kind: 'malformed' }],
    ['an error with 200', answer(200, { error: { code: 429, message: 'slow' } }), { kind: 'rate-limit' }],
    ['a reset', (r) => r.socket?.resetAndDestroy(), { kind: 'network', retryable: true }],
    ['a closed socket', (r) => r.socket?.end(), { kind: 'network' }],
    [
      'a body cut short',
      (r) => {
        r.writeHead(200, { 'content-type': 'application/json', 'content-length': '999' })
        r.write('{"choices"', () => r.socket?.destroy())
      },
      { kind: 'network' },
    ],
    ['not HTTP', (r) => r.socket?.end('hello\r\n\r\n'), { kind: 'network' }],
  ])('%s', async (_name, treatment, facts) => {
    const failed = complete(treatment)
    await expect(failed).rejects.toMatchObject({ name: 'ProviderError', provider: 'p', model: 'm', ...facts })
  })

  test('one request a call: the client does not retry by itself', async () => {
    const before = stub.seen.length
    await complete(answer(500, {})).catch(() => undefined)
    expect(stub.seen.length).toBe(before + 1)
  })

  test('after them all the server answers again', async () => {
    expect(await complete(answer(200, good))).toMatchObject({ text: ' ok', servedModel: 'served' })
  })

  test('a server that went away may come back: network, not unreachable', async () => {
    const other = await startStub((_seen, response) => json(response, 200, good))
    const opened = await provider(`${other.origin}/v1`, { api: 'completions' }).open(model(), openOptions())
    await other.stop()
    await expect(opened.complete(request(raw('x')), working())).rejects.toMatchObject({
      kind: 'network',
      retryable: true,
    })
  })
})

describe('an abort is the runner’s own', () => {
  test.each<[string, typeof treat]>([
    ['before an answer', () => {}],
    ['within a body', (r) => r.writeHead(200, { 'content-type': 'application/json' }).write('{')],
  ])('%s: its reason comes back', async (_name, treatment) => {
    const reason = new Error('time is up')
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 50)
    await expect(complete(treatment, controller.signal)).rejects.toBe(reason)
  })
  test('already aborted: nothing is sent', async () => {
    const before = stub.seen.length
    await expect(complete(answer(200, good), AbortSignal.abort('stop'))).rejects.toBe('stop')
    expect(stub.seen.length).toBe(before)
  })
})

test('a key that the server writes into its answer stays out of the completion', async () => {
  const echoed = { choices: [{ text: `you sent ${key}`, finish_reason: 'stop' }] }
  expect(await complete(answer(200, echoed))).toMatchObject({ text: 'you sent [redacted]' })
})
