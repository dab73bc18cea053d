import { afterEach, describe, expect, test } from 'vitest'
import { InputError } from '../../../src/domain/input-error.ts'
import { chat, model, openOptions, provider, raw, request, working } from './requests.ts'
import { type Answerer, json, type SeenRequest, type Stub, startStub } from './stub-server.ts'

let stub: Stub | undefined
afterEach(async () => {
  await stub?.stop()
  stub = undefined
})

/** A server by its answers to `/v1/models` and to the two APIs. */
async function serve(answers: {
  models?: [number, unknown]
  raw?: [number, unknown] | ((seen: SeenRequest) => [number, unknown])
  chat?: [number, unknown] | ((seen: SeenRequest) => [number, unknown])
}): Promise<Stub> {
  const none: [number, unknown] = [404, { detail: 'Not Found' }]
  const table = new Map<string, Parameters<typeof serve>[0]['raw']>([
    ['/v1/models', answers.models],
    ['/v1/completions', answers.raw],
    ['/v1/chat/completions', answers.chat],
  ])
  const answer: Answerer = (seen, response) => {
    const found = table.get(seen.path) ?? none
    json(response, ...(typeof found === 'function' ? found(seen) : found))
  }
  stub = await startStub(answer)
  return stub
}

const listing = (...ids: string[]): [number, unknown] => [
  200,
  { object: 'list', data: ids.map((id) => ({ id })) },
]
const rawYes: [number, unknown] = [
  200,
  { choices: [{ text: 'x', finish_reason: 'length' }], usage: { prompt_tokens: 2 } },
]
const chatYes: [number, unknown] = [
  200,
  { choices: [{ message: { content: 'x' }, finish_reason: 'length' }], usage: { prompt_tokens: 9 } },
]

describe('which ways of asking a server has', () => {
  const chatOnly = {
    error: { message: 'This is a chat model and not supported in the v1/completions endpoint.' },
  }
  const noTemplate = { message: 'you must provide a chat template', type: 'BadRequestError', code: 400 }
  test.each([
    ['both', { raw: rawYes, chat: chatYes }, 'auto', { raw: true, chat: true }],
    ['chat only: no such endpoint', { chat: chatYes }, 'auto', { raw: false, chat: true }],
    [
      'chat only: not for this model',
      { raw: [404, chatOnly], chat: chatYes },
      'auto',
      { raw: false, chat: true },
    ],
    ['chat only: 405', { raw: [405, {}], chat: chatYes }, 'auto', { raw: false, chat: true }],
    ['chat only: 501', { raw: [501, {}], chat: chatYes }, 'auto', { raw: false, chat: true }],
    [
      'raw only: no chat template',
      { raw: rawYes, chat: [400, noTemplate] },
      'auto',
      { raw: true, chat: false },
    ],
    ['chat, as configured', { raw: rawYes, chat: chatYes }, 'chat', { raw: false, chat: true }],
    ['completions, as configured', { raw: rawYes, chat: chatYes }, 'completions', { raw: true, chat: false }],
  ] as const)('%s', async (_name, answers, api, can) => {
    const { origin } = await serve({ models: listing('m'), ...(answers as Parameters<typeof serve>[0]) })
    const session = await provider(`${origin}/v1`, { api }).open(model(), openOptions())
    expect(session.capabilities).toMatchObject({ ...can, tokenCounts: 'after', logProbabilities: 'none' })
    const absent = can.raw ? chat('x') : raw('x')
    if (!can.raw || !can.chat)
      await expect(session.complete(request(absent), working())).rejects.toMatchObject({
        kind: 'unsupported',
      })
  })

  test('raw prompts that come out wrapped in a chat template are not raw', async () => {
    const wrapped: [number, unknown] = [200, { choices: [{ text: 'x' }], usage: { prompt_tokens: 14 } }]
    const { origin } = await serve({ raw: wrapped, chat: chatYes })
    const lines: string[] = []
    const session = await provider(`${origin}/v1`).open(model(), openOptions(lines))
    expect(session.capabilities).toMatchObject({ raw: false, chat: true })
    expect(lines.join()).toContain('14 tokens')
    const forced = await provider(`${origin}/v1`, { api: 'both' }).open(model(), openOptions())
    expect(forced.capabilities.raw).toBe(true)
  })
})

describe('context length', () => {
  test.each([
    [{ max_model_len: 2048 }, undefined, 2048],
    [{ context_length: 4096 }, undefined, 4096],
    [{ max_model_len: 2048 }, 8192, 2048],
    [{ max_model_len: 2048 }, 1024, 1024],
    [{}, 8192, 8192],
    [{}, undefined, undefined],
  ])('%j and %j in the config: %j', async (facts, contextLength, expected) => {
    const { origin } = await serve({
      models: [200, { data: [{ id: 'm', ...facts }] }],
      raw: rawYes,
      chat: chatYes,
    })
    const session = await provider(`${origin}/v1`).open(model({ contextLength }), openOptions())
    expect(session.capabilities.contextLength).toBe(expected)
  })
})

describe('a model that the server does not have', () => {
  const unknown: [number, unknown] = [
    404,
    { error: { message: 'The model does not exist', code: 'model_not_found' } },
  ]
  test('says the nearest name and the list', async () => {
    const { origin } = await serve({ models: listing('gpt-tiny', 'gpt-huge'), raw: unknown, chat: unknown })
    const opening = provider(`${origin}/v1`).open(model({ servedAs: 'gpt-tinny' }), openOptions())
    await expect(opening).rejects.toMatchObject({
      kind: 'not-found',
      model: 'm',
      message: expect.stringContaining('did you mean "gpt-tiny"? It has: gpt-tiny, gpt-huge'),
    })
  })
  test('without a list: what the server says', async () => {
    const { origin } = await serve({ raw: unknown, chat: unknown })
    const opening = provider(`${origin}/v1`).open(model(), openOptions())
    await expect(opening).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('does not exist'),
    })
  })
  test('one that answers though it is not listed is used, and that is told', async () => {
    const { origin } = await serve({ models: listing('other'), raw: rawYes, chat: chatYes })
    const lines: string[] = []
    await provider(`${origin}/v1`).open(model(), openOptions(lines))
    expect(lines.join()).toContain('not in the server')
  })
  test('a base_url without /v1 is guessed at', async () => {
    const { origin } = await serve({ raw: rawYes, chat: chatYes })
    const opening = provider(origin).open(model(), openOptions())
    await expect(opening).rejects.toMatchObject({ message: expect.stringContaining('usually ends in /v1') })
  })
})

describe('a server that cannot be used', () => {
  test('nothing listens: unreachable, with the address', async () => {
    const { origin, stop } = await startStub(() => {})
    await stop()
    const opening = provider(`${origin.replace('//', '//me:hidden@')}/v1`).open(model(), openOptions())
    await expect(opening).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(new RegExp(`^no server at ${origin}/v1 \\(ECONNREFUSED\\)`)),
    })
  })

  test('a web site', async () => {
    stub = await startStub((_seen, response) => response.end('<html>welcome</html>'))
    const opening = provider(`${stub.origin}/v1`).open(model(), openOptions())
    await expect(opening).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('HTML page'),
    })
  })

  test.each([503, 500, 429])('HTTP %i at opening may be tried again', async (status) => {
    const { origin } = await serve({ models: [status, { error: { message: 'Loading model' } }] })
    await expect(provider(`${origin}/v1`).open(model(), openOptions())).rejects.toMatchObject({
      retryable: true,
    })
  })

  test.each(['localhost:8080/v1', 'ftp://host/v1', ''])('base_url %j is bad input', (baseUrl) => {
    expect(() => provider(baseUrl)).toThrow(InputError)
  })
})

describe('keys', () => {
  const key = 'tok-0123456789abcdef'
  const refused: [number, unknown] = [
    401,
    { error: { message: `Wrong key ${key} in Authorization: Bearer ${key}` } },
  ]

  test('none where one is needed: both cures', async () => {
    const { origin } = await serve({ models: refused })
    const opening = provider(`${origin}/v1`, { apiKeyHint: 'set SOME_KEY' }).open(model(), openOptions())
    const error = await opening.catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ kind: 'auth', status: 401 })
    expect(String(error)).toContain('api_key: ${NAME}')
    expect(String(error)).toContain('set SOME_KEY')
  })

  test('a big service is not asked without one', async () => {
    const fetch = () => Promise.reject(new Error('asked'))
    const opening = provider('https://api.openai.com/v1', { fetch }).open(model(), openOptions())
    await expect(opening).rejects.toMatchObject({
      kind: 'auth',
      message: expect.stringContaining('has no key'),
    })
  })

  test('a wrong one: said so, and never shown though the server echoes it', async () => {
    const { origin, seen } = await serve({ models: refused })
    const lines: string[] = []
    const opening = provider(`${origin}/v1`, { apiKey: () => key }).open(model(), openOptions(lines))
    const error = (await opening.catch((thrown: unknown) => thrown)) as Error
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${key}`)
    expect(error).toMatchObject({ kind: 'auth', message: expect.stringContaining('was not accepted') })
    expect(
      `${error.message}${error.stack}${JSON.stringify(error)}${String(error.cause)}${lines}`,
    ).not.toContain(key)
  })

  test('a server that needs none is sent none, whatever the environment holds', async () => {
    process.env.OPENAI_API_KEY = 'tok-of-another-server'
    process.env.OPENAI_ORG_ID = 'org-of-another-server'
    try {
      const { origin, seen } = await serve({ raw: rawYes, chat: chatYes })
      await provider(`${origin}/v1`, { apiKey: () => '' }).open(model(), openOptions())
      expect(seen.length).toBeGreaterThan(1)
      expect(JSON.stringify(seen)).not.toContain('another-server')
      expect(seen.every(({ headers }) => headers.authorization === undefined)).toBe(true)
    } finally {
      delete process.env.OPENAI_API_KEY
      delete process.env.OPENAI_ORG_ID
    }
  })

  test('user and password of the URL become a header; own headers are sent', async () => {
    const { origin, seen } = await serve({ raw: rawYes, chat: chatYes })
    const baseUrl = `${origin.replace('//', '//me:secret@')}/v1`
    await provider(baseUrl, { headers: { 'X-Team': 'icl' } }).open(model(), openOptions())
    expect(seen[0]?.headers).toMatchObject({ authorization: `Basic ${btoa('me:secret')}`, 'x-team': 'icl' })
  })
})

describe('identity', () => {
  test('is made of address, served name and version, never of credentials', async () => {
    const identify = (baseUrl: string, facts = {}) => provider(baseUrl).identify(model(facts))
    const plain = await identify('http://h:1/v1')
    expect(plain).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{32}$/), engine: 'openai http://h:1/v1' })
    expect(await identify('http://me:pw@h:1/v1/')).toEqual(plain)
    expect(await identify('http://h:1/v1', { name: 'other', servedAs: 'm' })).toEqual(plain)
    const others = [
      identify('http://h:2/v1'),
      identify('http://h:1/v1', { servedAs: 'n' }),
      identify('http://h:1/v1', { version: '2' }),
    ]
    for (const other of await Promise.all(others)) expect(other.digest).not.toBe(plain.digest)
  })
})

describe('reasoning models', () => {
  /** Refuses what OpenAI's reasoning models refuse, one option at a time. */
  function reasoning(seen: SeenRequest): [number, unknown] {
    const refuse = (param: string): [number, unknown] => [
      400,
      {
        error: {
          message: `Unsupported parameter: '${param}' is not supported with this model.`,
          param,
          code: 'unsupported_parameter',
        },
      },
    ]
    for (const option of ['max_tokens', 'temperature', 'stop']) if (option in seen.body) return refuse(option)
    return [200, { choices: [{ message: { content: 'Paris\nLyon' }, finish_reason: 'stop' }] }]
  }

  test('the probe finds what they refuse; later requests leave it out, and stop strings are applied here', async () => {
    const { origin, to } = await serve({ models: listing('m'), chat: reasoning })
    const lines: string[] = []
    const session = await provider(`${origin}/v1`, { api: 'chat' }).open(model(), openOptions(lines))
    expect(session.capabilities.samplingOptions).toEqual(['top_p', 'seed', 'max_tokens'])
    expect(lines).toHaveLength(3)
    const before = to('/v1/chat/completions').length
    const completion = await session.complete(request(chat('x')), working())
    expect(completion).toMatchObject({ text: 'Paris', finishReason: 'stop' })
    expect(to('/v1/chat/completions').length).toBe(before + 1)
  })

  test('what the probe did not ask is learned once, though many requests run into it', async () => {
    const noSeed = (seen: SeenRequest): [number, unknown] =>
      'seed' in seen.body
        ? [400, { error: { message: 'Unrecognized request argument supplied: seed' } }]
        : chatYes
    const { origin } = await serve({ models: listing('m'), chat: noSeed })
    const lines: string[] = []
    const session = await provider(`${origin}/v1`, { api: 'chat' }).open(model(), openOptions(lines))
    const many = Array.from({ length: 8 }, () => session.complete(request(chat('x'), {}, 1), working()))
    expect((await Promise.all(many)).map(({ text }) => text)).toEqual(Array(8).fill('x'))
    expect(lines).toEqual(['m: does not take seed: it is left out'])
    expect(session.capabilities.samplingOptions).not.toContain('seed')
  })

  test('a limit used up by reasoning is an answer of no text, not a bad request', async () => {
    const used: [number, unknown] = [
      400,
      {
        error: {
          message: 'Could not finish the message because max_tokens or model output limit was reached.',
        },
      },
    ]
    const { origin } = await serve({ models: listing('m'), chat: used })
    const session = await provider(`${origin}/v1`, { api: 'chat' }).open(model(), openOptions())
    const completion = await session.complete(request(chat('x')), working())
    expect(completion).toMatchObject({ text: '', finishReason: 'length' })
  })
})
