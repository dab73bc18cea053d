import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith, pathOf } from '../../real-parts.ts'
import { startLlamaServer } from '../../servers/start.ts'
import { model, openOptions, provider, raw, request, working } from './requests.ts'

const key = 'tok-of-llama-0123456789'

describeWith(['llama-server', 'smollm2-135m-instruct'], 'a real llama-server that needs a key', () => {
  let server: Awaited<ReturnType<typeof startLlamaServer>>
  beforeAll(async () => {
    const extraArgs = ['--threads', '1', '--api-key', key, '--alias', 'tiny']
    server = await startLlamaServer({ modelPath: pathOf('smollm2-135m-instruct'), extraArgs })
  }, 60_000)
  afterAll(() => server?.stop())

  const open = (apiKey: string | undefined, servedAs = 'tiny') =>
    provider(`${server.baseUrl}/v1`, { apiKey: () => apiKey, apiKeyHint: 'set LLAMA_KEY' }).open(
      model({ servedAs }),
      openOptions(),
    )

  test('with it: props, token counts and completions', async () => {
    const session = await open(key)
    expect(session.capabilities).toMatchObject({ raw: true, chat: true, tokenCounts: 'exact' })
    expect(await session.countTokens?.(raw('one two'))).toBe(2)
    const completion = await session.complete(request(raw('1, 2, 3, 4,'), { maxTokens: 2 }), working())
    expect(completion).toMatchObject({ text: ' 5', servedModel: 'tiny' })
  })

  test('without it: both cures', async () => {
    await expect(open(undefined)).rejects.toMatchObject({
      kind: 'auth',
      status: 401,
      message: expect.stringMatching(/write api_key: \$\{NAME\} .* and set LLAMA_KEY/),
    })
  })

  test('with another: not accepted, and not shown', async () => {
    const error = (await open('tok-wrong-0123456789').catch((thrown: unknown) => thrown)) as Error
    expect(error).toMatchObject({ kind: 'auth', message: expect.stringContaining('was not accepted') })
    expect(error.message).not.toContain('tok-wrong')
  })

  test('a name near its alias', async () => {
    await expect(open(key, 'tinny')).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('did you mean "tiny"?'),
    })
  })
})
