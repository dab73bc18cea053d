import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith, pathOf } from '../../real-parts.ts'
import { startOllama } from '../../servers/start.ts'
import { chat, model, openOptions, provider, raw, request, working } from './requests.ts'

describeWith(['ollama', 'smollm2-135m-instruct'], 'Ollama by OpenAI’s protocol', () => {
  let server: Awaited<ReturnType<typeof startOllama>>
  beforeAll(async () => {
    server = await startOllama({ models: { smol: pathOf('smollm2-135m-instruct') } })
  }, 60_000)
  afterAll(() => server?.stop())

  test('its raw prompts go through the chat template: found at opening, and not taken for raw', {
    timeout: 60_000,
  }, async () => {
    const lines: string[] = []
    const opening = provider(`${server.baseUrl}/v1`).open(model({ servedAs: 'smol' }), openOptions(lines))
    const session = await opening
    expect(session.capabilities).toMatchObject({ raw: false, chat: true, tokenCounts: 'after' })
    expect(lines.join()).toMatch(/no raw prompts: the server makes \d+ tokens/)
    await expect(session.complete(request(raw('x')), working())).rejects.toMatchObject({
      kind: 'unsupported',
    })
    const { text, promptTokens } = await session.complete(
      request(chat('What is the capital of France? Answer with one word.'), { stop: [] }),
      working(),
    )
    expect(text).toContain('Paris')
    expect(promptTokens).toBeGreaterThan(10)
  })

  test('a model that it does not have', async () => {
    const opening = provider(`${server.baseUrl}/v1`).open(model({ servedAs: 'smool:latest' }), openOptions())
    await expect(opening).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('did you mean "smol:latest"?'),
    })
  })
})
