import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Session } from '../../../src/domain/provider.ts'
import { describeWith, pathOf } from '../../real-parts.ts'
import { type RunningServer, startOllama } from '../../servers/start.ts'
import { chatRequest, complete, modelOf, opened, providerAt, rawRequest } from './fixtures.ts'

const CAPITALS = ['Germany: Berlin', 'Italy: Rome', 'Spain: Madrid', 'Japan: Tokyo']
  .map((line) => `Country: ${line.replace(': ', '\nCapital: ')}\n\n`)
  .join('')

const question = (country: string): string => `${CAPITALS}Country: ${country}\nCapital:`

/** On a busy machine, threads that wait for one another make it a hundred times slower than one thread is. */
async function withOneThread(baseUrl: string, from: string, model: string): Promise<void> {
  const body = JSON.stringify({ model, from, parameters: { num_thread: 1 }, stream: false })
  const response = await fetch(`${baseUrl}/api/create`, { method: 'POST', body })
  expect(await response.json()).toEqual({ status: 'success' })
}

describeWith(['ollama', 'smollm2-135m-instruct'], 'a real Ollama', () => {
  let server: RunningServer
  let session: Session
  const model = modelOf('smol')

  beforeAll(async () => {
    server = await startOllama({ models: { many: pathOf('smollm2-135m-instruct') }, parallel: 4 })
    await withOneThread(server.baseUrl, 'many', 'smol')
    session = (await opened(providerAt(server.baseUrl), model, 256)).session
  }, 60_000)
  afterAll(() => server?.stop())

  test('is identified by digest and version', async () => {
    expect(await providerAt(server.baseUrl).identify(model)).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      engine: expect.stringMatching(/^ollama \d+\.\d+\.\d+$/),
    })
  })

  test('tells size, quantisation, context and family', () => {
    expect(session.reported).toEqual({
      parameters: 134515008,
      quantization: 'Q4_1',
      contextLength: 8192,
      family: 'llama',
    })
    expect(session.capabilities).toMatchObject({ raw: true, chat: true, contextLength: 256 })
  })

  test('continues a few-shot prompt, up to the stop string', async () => {
    expect(await complete(session, rawRequest(question('France')))).toMatchObject({
      text: ' Paris',
      finishReason: 'stop',
      rawFinishReason: 'stop',
      servedModel: 'smol:latest',
      promptTokens: expect.closeTo(46, -1),
    })
  })

  test('answers a chat through the model’s own template', async () => {
    const chat = await complete(
      session,
      chatRequest('What is the capital of France?', { maxTokens: 32, stop: [] }),
    )
    expect(chat.text).toContain('Paris')
    expect(chat.text).not.toContain('<|im_')
    expect(chat.finishReason).toBe('stop')
    const raw = await complete(session, rawRequest('What is the capital of France?', { maxTokens: 1 }))
    expect(chat.promptTokens).toBeGreaterThan(raw.promptTokens ?? 0)
  })

  test('ends at the token limit, and at no other', async () => {
    const request = rawRequest('One, two, three, four,', { maxTokens: 5, stop: [] })
    expect(await complete(session, request)).toMatchObject({ finishReason: 'length', completionTokens: 5 })
  })

  test('refuses a prompt that does not fit, raw and chat, rather than cut it', async () => {
    const long = 'far too long '.repeat(400)
    for (const request of [rawRequest(long), chatRequest(long)])
      await expect(complete(session, request)).rejects.toMatchObject({ kind: 'context', skipsTrial: true })
  })

  test('refuses an answer that the context ends', async () => {
    const nearly = `${'one two '.repeat(122)}one`
    const request = rawRequest(nearly, { maxTokens: 100, stop: [] })
    expect(await complete(session, rawRequest(nearly, { maxTokens: 4, stop: [] }))).toMatchObject({
      finishReason: 'length',
      promptTokens: 245,
      completionTokens: 4,
    })
    await expect(complete(session, request)).rejects.toMatchObject({ kind: 'context' })
  })

  test('keeps what a model wrote that repeats itself, where the server breaks off', async () => {
    const request = rawRequest(`${'one two '.repeat(90)}one`, { maxTokens: 60, stop: [] })
    expect(await complete(session, request)).toMatchObject({
      text: expect.stringMatching(/^( one){31,}$/),
      finishReason: 'length',
    })
  })

  test('answers the same alone, again, and beside others', async () => {
    const countries = ['France', 'Norway', 'Egypt', 'Peru', 'Cuba', 'Kenya', 'Chile', 'China']
    const requests = countries.map((name) => rawRequest(question(name), { maxTokens: 8, stop: [] }))
    const alone: string[] = []
    for (const request of requests) alone.push((await complete(session, request)).text)
    const beside = await Promise.all(requests.map((request) => complete(session, request)))
    expect(beside.map(({ text }) => text)).toEqual(alone)
    expect(new Set(alone).size).toBeGreaterThan(4)
  })

  test('samples by seed', async () => {
    const text = async (seed: number) =>
      (await complete(session, rawRequest('My favourite', { temperature: 1.5, stop: [] }, seed))).text
    expect(await text(1)).toBe(await text(1))
    expect(await text(1)).not.toBe(await text(2))
  })

  test('names what it has when a model is unknown', async () => {
    await expect(providerAt(server.baseUrl).identify(modelOf('smoll'))).rejects.toThrow(
      /no model "smoll"; did you mean "smol"\?; it has: many, smol; get it with `ollama pull smoll`/,
    )
  })

  test('goes on after an abort', async () => {
    const stopping = new AbortController()
    const long = complete(
      session,
      rawRequest('Once upon a time', { maxTokens: 400, stop: [] }),
      stopping.signal,
    )
    setTimeout(() => stopping.abort(new Error('enough')), 100)
    await expect(long).rejects.toThrow('enough')
    expect(await complete(session, rawRequest(question('France')))).toMatchObject({ text: ' Paris' })
  })
})
