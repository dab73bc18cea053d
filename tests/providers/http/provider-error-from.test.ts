import { describe, expect, test } from 'vitest'
import { ProviderError } from '../../../src/domain/provider-error.ts'
import { type CallContext, providerErrorFrom } from '../../../src/providers/http/provider-error-from.ts'

const secret = 'very-secret-key-0123456789'
const context: CallContext = {
  provider: 'p',
  model: 'm',
  address: 'http://host/v1',
  stage: 'run',
  secrets: [secret],
  now: Date.parse('2026-11-24T12:00:00Z'),
}

/** As the openai client throws: status, headers, the body under `error`. */
function answered(status: number, error: unknown, headers: Record<string, string> = {}) {
  const message = typeof error === 'object' ? `${status} of a client` : `${status} ${error}`
  return Object.assign(new Error(message), { status, error, headers: new Headers(headers) })
}

/** As fetch throws: a TypeError whose cause has a code. */
function fetchFailed(code: string, message = 'fetch failed') {
  return new TypeError(message, { cause: Object.assign(new Error('inner'), { code }) })
}

describe('answers that are no success', () => {
  test.each([
    [400, { message: 'bad' }, 'bad-request', false],
    [400, { message: 'x', type: 'exceed_context_size_error' }, 'context', false],
    [400, { message: 'x', code: 'context_length_exceeded' }, 'context', false],
    [400, { message: "This model's maximum context length is 2048 tokens." }, 'context', false],
    [400, { message: 'The decoder prompt is longer than the maximum model length of 8.' }, 'context', false],
    [400, 'the input length exceeds the context length', 'context', false],
    [500, 'the request exceeds the available context size', 'context', false],
    [401, { message: 'no' }, 'auth', false],
    [402, { message: 'Insufficient Balance' }, 'auth', false],
    [403, { message: 'no' }, 'auth', false],
    [404, "model 'nope' not found", 'not-found', false],
    [408, {}, 'server', true],
    [422, { detail: [{ msg: 'Field required' }] }, 'bad-request', false],
    [429, { message: 'slow down' }, 'rate-limit', true],
    [429, { message: 'no money', code: 'insufficient_quota' }, 'auth', false],
    [500, { message: 'oops' }, 'server', true],
    [502, undefined, 'server', true],
    [503, { message: 'Loading model' }, 'server', true],
    [529, { message: 'overloaded' }, 'server', true],
    [302, undefined, 'malformed', true],
  ])('%i %j → %s', (status, body, kind, retryable) => {
    const error = providerErrorFrom(answered(status, body), context)
    expect(error).toMatchObject({ kind, status, retryable, provider: 'p', model: 'm' })
    expect(error.message).toContain(`HTTP ${status}`)
  })

  test('the shape of the ollama client: status_code, and the sentence under error', () => {
    const thrown = Object.assign(new Error('x'), { status_code: 404, error: "model 'nope' not found" })
    const error = providerErrorFrom(thrown, context)
    expect(error).toMatchObject({ kind: 'not-found', status: 404 })
    expect(error.message).toContain("model 'nope' not found")
  })

  test.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 12:00:05 GMT' }, 5000],
    [{ 'retry-after-ms': '120', 'retry-after': '1' }, 120],
    [{}, undefined],
  ])('%j asks to wait %j ms', (headers, wait) => {
    expect(
      providerErrorFrom(answered(429, {}, headers as Record<string, string>), context).retryAfterMs,
    ).toBe(wait)
  })

  test.each([
    answered(401, { message: `wrong key ${secret}` }),
    answered(500, `<html>${secret}</html>`),
    answered(400, { detail: [{ msg: secret }] }),
  ])('an echoed key is in no message and no cause', (thrown) => {
    const error = providerErrorFrom(thrown, context)
    expect(`${error.message} ${error.stack} ${JSON.stringify(error.cause)}`).not.toContain(secret)
    expect(error.message).toContain('[redacted]')
  })

  test('a whole page is cut to its start, on one line', () => {
    const { message } = providerErrorFrom(answered(502, `<html>\n${'x'.repeat(9999)}`), context)
    expect(message.length).toBeLessThan(400)
    expect(message).not.toContain('\n')
  })
})

describe('no answer', () => {
  test.each([
    ['ECONNREFUSED', 'network', 'unreachable'],
    ['ENOTFOUND', 'network', 'unreachable'],
    ['EAI_AGAIN', 'network', 'unreachable'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'unreachable'],
    ['CERT_HAS_EXPIRED', 'network', 'unreachable'],
    ['ECONNRESET', 'network', 'network'],
    ['UND_ERR_SOCKET', 'network', 'network'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', 'timeout'],
    ['HPE_INVALID_CONSTANT', 'network', 'network'],
  ])('%s: %s in a run, %s at opening', (code, inRun, atOpening) => {
    const thrown = new Error('Connection error.', { cause: fetchFailed(code) })
    expect(providerErrorFrom(thrown, context).kind).toBe(inRun)
    const opening = providerErrorFrom(thrown, { ...context, stage: 'open' })
    expect(opening.kind).toBe(atOpening)
    expect(opening.message).toContain('http://host/v1')
  })

  test('each address of a host name refused: the code is in the members', () => {
    const refused = Object.assign(new Error('a'), { code: 'ECONNREFUSED' })
    const thrown = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) })
    expect(providerErrorFrom(thrown, { ...context, stage: 'open' }).kind).toBe('unreachable')
  })

  test.each([
    [new TypeError('terminated'), 'network'],
    [new Error('socket hang up'), 'network'],
    [new Error('Request timed out.'), 'timeout'],
    [new SyntaxError('Unexpected token <'), 'malformed'],
  ])('%s → %s', (thrown, kind) => {
    expect(providerErrorFrom(thrown, context).kind).toBe(kind)
  })
})

test('a ProviderError comes back as it is', () => {
  const error = new ProviderError('x', { provider: 'q', kind: 'crash' })
  expect(providerErrorFrom(error, context)).toBe(error)
})

test.each([new TypeError('x is not a function'), new RangeError('no'), 'text', undefined])(
  'a bug of ours (%s) is not dressed up as the server’s',
  (bug) => {
    let thrown: unknown = 'nothing'
    try {
      providerErrorFrom(bug, context)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBe(bug)
  },
)
