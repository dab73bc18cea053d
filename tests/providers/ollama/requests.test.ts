import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  chatRequest,
  complete,
  DIGEST,
  GENERATED,
  generating,
  modelOf,
  OPENING,
  opened,
  providerAt,
  rawRequest,
} from './fixtures.ts'
import { type StubAnswer, type StubServer, startStub } from './stub-server.ts'

let server: StubServer | undefined
afterEach(() => server?.stop())

async function started(answers: Parameters<typeof startStub>[0] = {}): Promise<StubServer> {
  server = await startStub({ ...OPENING, '/api/generate': generating({ body: GENERATED }), ...answers })
  return server
}

describe('identity', () => {
  test.each(['smol', 'smol:latest', 'SMOL:Latest'])(
    '%s has the digest that the server lists',
    async (name) => {
      const { baseUrl } = await started()
      expect(await providerAt(baseUrl).identify(modelOf(name))).toEqual({
        digest: DIGEST,
        engine: 'ollama 0.17.4',
      })
    },
  )

  test('a name with another tag is another model', async () => {
    const { baseUrl } = await started()
    await expect(providerAt(baseUrl).identify(modelOf('smol:1b'))).rejects.toMatchObject({
      kind: 'not-found',
    })
  })

  test('an unknown model is named with the nearest, what there is, and how to get it', async () => {
    const { baseUrl } = await started()
    await expect(providerAt(baseUrl).identify(modelOf('qwen2.5:0.6b'))).rejects.toMatchObject({
      kind: 'not-found',
      stopsModel: true,
      message: `Ollama at ${baseUrl} has no model "qwen2.5:0.6b"; did you mean "qwen2.5:0.5b"?; it has: qwen2.5:0.5b, smol; get it with \`ollama pull qwen2.5:0.6b\``,
    })
  })

  test('a server with no models says so', async () => {
    const { baseUrl } = await started({ '/api/tags': { body: { models: [] } } })
    await expect(providerAt(baseUrl).identify(modelOf('smol'))).rejects.toThrow('it has none; get it with')
  })

  test('no server: its address and how to start one', async () => {
    const { baseUrl, stop } = await started()
    await stop()
    await expect(providerAt(baseUrl).identify(modelOf('smol'))).rejects.toMatchObject({
      kind: 'unreachable',
      message: `no Ollama server at ${baseUrl}: start it with \`ollama serve\`, or correct base_url`,
    })
  })
})

test.each([
  ['localhost:11434', /is no http\(s\) address.*http:\/\/127\.0\.0\.1:11434/],
  ['ollama', /is no http\(s\) address/],
  ['http://127.0.0.1:11434/v1', /not the root of Ollama's own API.*leave the path out/],
  ['http://user:hidden@host/v1', /^(?!.*hidden)/],
])('base_url %s is refused', (baseUrl, message) => {
  expect(() => providerAt(baseUrl)).toThrow(message)
})

test('user and password of the base_url go into a header, and into no message', async () => {
  const { baseUrl, seen } = await started({
    '/api/version': { status: 500, body: { error: 'not for me:pass-word' } },
  })
  const withUser = providerAt(baseUrl.replace('//', '//me:pass-word@'))
  await expect(withUser.identify(modelOf('smol'))).rejects.toMatchObject({
    message: `HTTP 500 from ${baseUrl}: not for me:[redacted]`,
  })
  expect(seen[0]?.headers.authorization).toBe(`Basic ${btoa('me:pass-word')}`)
})

describe('opening', () => {
  test('reads size, quantisation, context and family, and loads the model with the plan’s context', async () => {
    const { baseUrl, seen } = await started()
    const { session, notices } = await opened(providerAt(baseUrl), modelOf('smol'), 500)
    expect(session.reported).toEqual({
      parameters: 134515008,
      quantization: 'Q4_1',
      contextLength: 8192,
      family: 'llama',
    })
    expect(session).toMatchObject({ concurrency: 4, prefixAffinity: false })
    expect(session.capabilities).toMatchObject({
      raw: true,
      chat: true,
      tokenCounts: 'after',
      contextLength: 512,
    })
    expect(notices).toEqual([])
    expect(seen.filter(({ path }) => path === '/api/generate').map(({ body }) => body)).toEqual([
      { model: 'smol:latest', prompt: '', stream: false, keep_alive: '10m', options: { num_ctx: 512 } },
    ])
  })

  test.each([
    ['needs little', 3, {}, 256],
    ['is rounded up', 257, {}, 512],
    ['is bounded by the model', 20_000, {}, 8192],
    ['is bounded by what the config states', 5000, { contextLength: 2000 }, 2000],
  ])('the context %s', async (_name, needed, more, numCtx) => {
    const { baseUrl, seen } = await started({ '/api/ps': { body: { models: [] } } })
    const { session, notices } = await opened(providerAt(baseUrl), modelOf('smol', more), needed)
    expect(seen.find(({ path }) => path === '/api/generate')?.body?.options?.num_ctx).toBe(numCtx)
    expect(session.capabilities.contextLength).toBe(numCtx)
    expect(notices).toHaveLength(numCtx < needed ? 1 : 0)
  })

  test('a context that the server made smaller counts, and is told', async () => {
    const { baseUrl } = await started()
    const { session, notices } = await opened(providerAt(baseUrl), modelOf('smol'), 4000)
    expect(session.capabilities.contextLength).toBe(512)
    expect(notices).toEqual([expect.stringMatching(/my-smol.*up to 4000 tokens.*has 512/)])
  })

  test.each<[string, object, boolean]>([
    ['a template', { template: '{{ .System }} {{ .Prompt }}' }, true],
    ['the bare prompt', { template: '{{ .Prompt }}' }, false],
    ['no template', { template: '' }, false],
    [
      'a renderer in the server',
      { template: '{{ .Prompt }}', modelfile: 'FROM x\nRENDERER qwen3-coder\n' },
      true,
    ],
  ])('chat with %s', async (_name, more, chat) => {
    const show = { ...(OPENING['/api/show']?.body as object), ...more }
    const { baseUrl } = await started({ '/api/show': { body: show } })
    const { session } = await opened(providerAt(baseUrl), modelOf('smol'))
    expect(session.capabilities.chat).toBe(chat)
    if (!chat)
      await expect(complete(session, chatRequest('Hi'))).rejects.toMatchObject({
        kind: 'unsupported',
        skipsTrial: true,
      })
  })

  test('an embedding model is refused', async () => {
    const show = { ...(OPENING['/api/show']?.body as object), capabilities: ['embedding'] }
    const { baseUrl } = await started({ '/api/show': { body: show } })
    await expect(opened(providerAt(baseUrl), modelOf('smol'))).rejects.toThrow('does not generate text')
  })
})

describe('what is asked', () => {
  const OPTIONS = {
    num_ctx: 512,
    num_predict: 16,
    temperature: 0,
    top_p: 1,
    top_k: 0,
    min_p: 0,
    seed: 0,
    repeat_penalty: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    stop: ['\n'],
  }
  const NEVER_CUT = { stream: false, truncate: false, shift: false, keep_alive: '10m', model: 'smol:latest' }

  test('raw goes to generate, as it is', async () => {
    const { baseUrl, seen } = await started()
    const { session } = await opened(providerAt(baseUrl), modelOf('smol'))
    await complete(session, rawRequest('  The capital of France is'))
    expect(seen.at(-1)).toMatchObject({ path: '/api/generate' })
    expect(seen.at(-1)?.body).toEqual({
      ...NEVER_CUT,
      raw: true,
      think: false,
      prompt: '  The capital of France is',
      options: OPTIONS,
    })
  })

  test('chat goes to chat, with the model’s own stop strings beside ours', async () => {
    const message = { role: 'assistant', content: 'Paris', thinking: 'France, so' }
    const { response: _, ...answer } = GENERATED
    const { baseUrl, seen } = await started({ '/api/chat': { body: { ...answer, message } } })
    const { session } = await opened(providerAt(baseUrl), modelOf('smol'))
    expect(await complete(session, chatRequest('Capital?'))).toEqual({
      text: 'Paris',
      reasoning: 'France, so',
      finishReason: 'stop',
      rawFinishReason: 'stop',
      servedModel: 'smol:latest',
      promptTokens: 5,
      completionTokens: 3,
    })
    expect(seen.at(-1)?.body).toEqual({
      ...NEVER_CUT,
      messages: [{ role: 'user', content: 'Capital?' }],
      options: { ...OPTIONS, stop: ['\n', '<|im_start|>', '<|im_end|>'] },
    })
  })

  test.each([
    ['a limit of 0 would mean none', { maxTokens: 0 }, undefined, { num_predict: 1 }],
    ['sampling', { temperature: 0.7, topP: 0.9 }, 7, { temperature: 0.7, top_p: 0.9, seed: 7 }],
    ['no stop strings', { stop: [] }, undefined, { stop: [] }],
  ])('options: %s', async (_name, decoding, seed, expected) => {
    const { baseUrl, seen } = await started()
    const { session } = await opened(providerAt(baseUrl), modelOf('smol'))
    await complete(session, rawRequest('A', decoding, seed))
    expect(seen.at(-1)?.body?.options).toEqual({ ...OPTIONS, ...expected })
  })

  test('an empty prompt, which would only load the model, is not sent', async () => {
    const { baseUrl, seen } = await started()
    const { session } = await opened(providerAt(baseUrl), modelOf('smol'))
    const before = seen.length
    const chat = { ...rawRequest(''), prompt: { rendering: 'chat', messages: [] } } as const
    for (const request of [rawRequest(''), chat])
      await expect(complete(session, request)).rejects.toMatchObject({ kind: 'unsupported' })
    expect(seen).toHaveLength(before)
  })
})

describe('what is answered', () => {
  test.each<[string, Partial<typeof GENERATED> & { thinking?: string }, object]>([
    ['a stop', {}, { text: ' Paris', finishReason: 'stop', promptTokens: 5, completionTokens: 3 }],
    ['the limit', { done_reason: 'length', eval_count: 16 }, { finishReason: 'length' }],
    [
      'a reason we do not know',
      { done_reason: 'tired' },
      { finishReason: 'other', rawFinishReason: 'tired' },
    ],
    [
      'a loop that the server broke off',
      { response: ' one'.repeat(31), done: false },
      { text: ' one'.repeat(31), finishReason: 'length', rawFinishReason: 'not done: repeats itself' },
    ],
    ['a loop of white space', { response: `A${'\n'.repeat(31)}`, done: false }, { finishReason: 'length' }],
    ['nothing', { response: '', eval_count: 0 }, { text: '', finishReason: 'stop' }],
  ])('%s', async (_name, answer, expected) => {
    const { baseUrl } = await started({ '/api/generate': generating({ body: { ...GENERATED, ...answer } }) })
    const { session } = await opened(providerAt(baseUrl), modelOf('smol'))
    expect(await complete(session, rawRequest('A'))).toMatchObject(expected)
  })

  const busy = {
    status: 503,
    body: { error: 'server busy, please try again. maximum pending requests exceeded' },
  }
  test.each<[string, StubAnswer, object]>([
    [
      'nothing was generated',
      { body: { ...GENERATED, response: '', done_reason: 'load' } },
      { kind: 'malformed' },
    ],
    ['the server cut the prompt', { body: { ...GENERATED, prompt_eval_count: 512 } }, { kind: 'context' }],
    [
      'the context ended the answer',
      { body: { ...GENERATED, done_reason: 'length', prompt_eval_count: 505, eval_count: 7 } },
      { kind: 'context', skipsTrial: true },
    ],
    [
      'the prompt is too long',
      { status: 400, body: { error: 'the input length exceeds the context length' } },
      { kind: 'context', status: 400, skipsTrial: true },
    ],
    [
      'the prompt is too long, as newer servers say it',
      {
        status: 400,
        body: {
          error:
            '{"error":{"code":400,"message":"request (2622 tokens) exceeds the available context size (512 tokens), try increasing it","type":"exceed_context_size_error"}}',
        },
      },
      { kind: 'context' },
    ],
    [
      'the model went away',
      { status: 404, body: { error: "model 'smol' not found" } },
      { kind: 'not-found', stopsModel: true },
    ],
    [
      'the server is busy',
      { ...busy, headers: { 'retry-after': '3' } },
      { kind: 'server', status: 503, retryable: true, retryAfterMs: 3000 },
    ],
    [
      'the runner died',
      { status: 500, body: { error: 'llama runner process has terminated' } },
      { kind: 'server', retryable: true },
    ],
    [
      'a proxy answers with a page',
      { status: 502, body: '<html>bad gateway</html>' },
      { kind: 'server', status: 502 },
    ],
    ['the body is not JSON', { body: 'hello' }, { kind: 'malformed', retryable: true }],
    ['the body is of another protocol', { body: { choices: [] } }, { kind: 'malformed' }],
    ['the answer is not complete', { body: { ...GENERATED, done: false } }, { kind: 'malformed' }],
    ['the connection breaks', { body: GENERATED, cut: true }, { kind: 'network', retryable: true }],
  ])('an error when %s', async (_name, answer, expected) => {
    const log = vi.spyOn(console, 'log')
    const { baseUrl } = await started({ '/api/generate': generating(answer) })
    const { session } = await opened(providerAt(baseUrl), modelOf('smol'))
    await expect(complete(session, rawRequest('A'))).rejects.toMatchObject({
      name: 'ProviderError',
      provider: 'local-ollama',
      model: 'my-smol',
      ...expected,
    })
    expect(log).not.toHaveBeenCalled()
    log.mockRestore()
  })

  test('a server that stops during a run may come back', async () => {
    const { baseUrl, stop } = await started()
    const { session } = await opened(providerAt(baseUrl), modelOf('smol'))
    await stop()
    await expect(complete(session, rawRequest('A'))).rejects.toMatchObject({
      kind: 'network',
      retryable: true,
    })
  })

  test('an abort ends the request at once, with its own reason', async () => {
    const { baseUrl, aborted } = await started({
      '/api/generate': generating({ body: GENERATED, delayMs: 2000 }),
    })
    const { session } = await opened(providerAt(baseUrl), modelOf('smol'))
    const before = performance.now()
    const stopping = new AbortController()
    const reason = new Error('enough')
    setTimeout(() => stopping.abort(reason), 50)
    await expect(complete(session, rawRequest('A'), stopping.signal)).rejects.toBe(reason)
    expect(performance.now() - before).toBeLessThan(1000)
    await vi.waitFor(() => expect(aborted()).toBe(1))
  })
})
