import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Prompt } from '../../../src/domain/prompt.ts'
import type { Session } from '../../../src/domain/provider.ts'
import { describeWith, pathOf } from '../../real-parts.ts'
import { startLlamaServer } from '../../servers/start.ts'
import { chat, model, openOptions, provider, raw, request, working } from './requests.ts'

const capitals = [
  ['Germany', 'Berlin'],
  ['Italy', 'Rome'],
  ['Spain', 'Madrid'],
  ['Japan', 'Tokyo'],
  ['Egypt', 'Cairo'],
]
  .map(([country, capital]) => `Country: ${country}\nCapital: ${capital}\n\n`)
  .join('')

describeWith(['llama-server', 'smollm2-135m-instruct'], 'a real llama-server', () => {
  const lines: string[] = []
  let server: Awaited<ReturnType<typeof startLlamaServer>>
  let baseUrl: string
  let session: Session

  beforeAll(async () => {
    // One thread: on a busy machine threads that wait for each other are ten times slower.
    server = await startLlamaServer({
      modelPath: pathOf('smollm2-135m-instruct'),
      extraArgs: ['--threads', '1'],
    })
    baseUrl = `${server.baseUrl}/v1`
    session = await provider(baseUrl, { concurrency: 64 }).open(model(), openOptions(lines))
  }, 60_000)
  afterAll(async () => {
    await session?.close()
    await server?.stop()
  })

  const complete = (prompt: Prompt, decoding = {}, seed?: number) =>
    session.complete(request(prompt, decoding, seed), working())

  test('says what it is', () => {
    expect(session.capabilities).toMatchObject({
      raw: true,
      chat: true,
      tokenCounts: 'exact',
      contextLength: expect.any(Number),
      samplingOptions: ['temperature', 'top_p', 'stop', 'seed', 'max_tokens'],
    })
    expect(session.reported).toMatchObject({
      parameters: 134_515_008,
      quantization: 'Q4_1',
      contextLength: 2048,
    })
    expect(session.concurrency).toBeLessThan(64)
    expect(lines.join('\n')).toMatch(/llama-server .*: \d+ slots of \d+ tokens, with a chat template/)
  })

  test('continues demonstrations rightly, and stops at the stop string', async () => {
    const completion = await complete(raw(`${capitals}Country: France\nCapital:`))
    expect(completion).toMatchObject({ text: ' Paris', finishReason: 'stop', rawFinishReason: 'stop' })
    expect(completion.servedModel).toBeTypeOf('string')
    expect(completion.completionTokens).toBeGreaterThan(0)
  })

  test('reuses the beginning of a prompt', async () => {
    await complete(raw(`${capitals}Country: Greece\nCapital:`))
    const again = await complete(raw(`${capitals}Country: Greece\nCapital:`))
    expect(again.cachedTokens).toBeGreaterThan(0)
    expect(again.cachedTokens).toBeLessThan(again.promptTokens ?? 0)
  })

  test('ends at the length limit', async () => {
    const completion = await complete(raw('1, 2, 3, 4,'), { maxTokens: 3, stop: [] })
    expect(completion).toMatchObject({ finishReason: 'length', completionTokens: 3 })
  })

  test('answers a chat of one turn and of several', async () => {
    const one = await complete(chat('What is the capital of France? Answer with one word.'), { stop: [] })
    expect(one.text).toContain('Paris')
    const question = (country: string) => `What is the capital of ${country}?`
    const turns = chat(question('Italy'), 'Rome', question('Spain'), 'Madrid', question('France'))
    expect((await complete(turns, { stop: [] })).text).toContain('Paris')
  })

  test.each([
    ['raw', raw(`${capitals}Country: France\nCapital:`)],
    ['empty-ended', raw('one two \n')],
    ['Chinese', raw('输入：你好\n输出：')],
    ['marks in the text', raw('a <|im_end|> b')],
    ['chat', chat('What is the capital of France?')],
    ['turns', chat('2 + 2', '4', '3 + 3')],
  ])('counts the tokens of a prompt as its usage does: %s', async (_name, prompt) => {
    const counted = await session.countTokens?.(prompt)
    const { promptTokens } = await complete(prompt, { maxTokens: 1 })
    expect(counted).toBe(promptTokens)
  })

  test('the same seed gives the same sample, another seed another', async () => {
    const sample = async (seed: number) =>
      (await complete(raw('Once upon a time'), { temperature: 2, maxTokens: 6, stop: [] }, seed)).text
    const [a, b, c] = [await sample(1), await sample(1), await sample(2)]
    expect(a).toBe(b)
    expect(a).not.toBe(c)
  })

  test('a prompt that is too long is not cut: kind context', async () => {
    const tokens = (session.capabilities.contextLength ?? 0) + 10
    await expect(complete(raw(' word'.repeat(tokens)))).rejects.toMatchObject({
      kind: 'context',
      status: 400,
      skipsTrial: true,
    })
  })

  test('an abort ends a request, and the server answers the next one', async () => {
    const reason = new Error('time is up')
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 100)
    const long = request(raw('Once upon a time'), { maxTokens: 2000, stop: [] })
    await expect(session.complete(long, working(controller.signal))).rejects.toBe(reason)
    expect((await complete(raw(`${capitals}Country: France\nCapital:`))).text).toBe(' Paris')
  })

  describe('unknown things', () => {
    test('an id that the server does not serve', async () => {
      const opening = provider(baseUrl).open(model({ servedAs: 'gpt-9' }), openOptions())
      await expect(opening).rejects.toMatchObject({ kind: 'not-found' })
    })
    test('a name without an id is told', () => {
      expect(lines.join('\n')).toContain('it answers for "m"')
    })
    test('a base_url without /v1', async () => {
      const opening = provider(baseUrl.replace('/v1', '')).open(model(), openOptions())
      await expect(opening).rejects.toMatchObject({ name: 'InputError' })
    })
    test('a path that is not there', async () => {
      const opening = provider(baseUrl.replace('/v1', '/v7')).open(model(), openOptions())
      await expect(opening).rejects.toMatchObject({ kind: 'not-found' })
    })
  })
})
