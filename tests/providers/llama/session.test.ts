import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '../../../src/domain/provider.ts'
import { describeWith, pathOf, WEIGHTS_SHA256 } from '../../real-parts.ts'
import { ask, childrenOf, modelOf, openReal, providerOf, raw } from './real-engine.ts'

const SHOWN = 'Country: France\nCapital: Paris\n\nCountry: Spain\nCapital: Madrid'
const CUTS = [SHOWN.indexOf('\n\n'), SHOWN.length]
const capitalOf = (country: string) => raw(`${SHOWN}\n\nCountry: ${country}\nCapital:`, ...CUTS)

describeWith(['smollm2-135m-instruct'], 'the 135M model, opened', () => {
  const notices: string[] = []
  let session: Session
  beforeAll(async () => {
    session = await openReal('smollm2-135m-instruct', {
      notice: (line) => notices.push(line),
      stated: { quantization: 'Q8_0', parameters: 135e6 },
    })
  }, 60_000)
  afterAll(() => session.close())

  test('says what it is and what it can do', () => {
    expect(session.reported).toEqual({
      parameters: 134_515_008,
      quantization: 'Q4_1',
      contextLength: 8192,
      family: 'smollm2',
    })
    expect(session.capabilities).toMatchObject({
      raw: true,
      chat: true,
      tokenCounts: 'exact',
      contextLength: 8192,
    })
    expect([session.concurrency, session.prefixAffinity]).toEqual([1, true])
    expect([session.deterministic, notices]).toEqual(['guaranteed', []])
  })

  test('continues a text up to a stop string, and reuses what prompts share', async () => {
    const first = await ask(session, capitalOf('Italy'))
    expect(first).toMatchObject({ text: ' Rome', finishReason: 'stop', rawFinishReason: 'stop-string' })
    const second = await ask(session, capitalOf('Germany'))
    expect(second).toMatchObject({ text: ' Berlin', cachedTokens: 16, completionTokens: 2 })
    expect(second.promptTokens).toBe(await session.countTokens?.(capitalOf('Germany')))
  })

  test('ends at the token limit', async () => {
    const answer = await ask(session, raw('1, 2, 3, 4,'), { maxTokens: 3, stop: [] })
    expect(answer).toMatchObject({ finishReason: 'length', completionTokens: 3 })
  })

  test('cuts at a stop string over tokens, and keeps nothing of it', async () => {
    const whole = await ask(session, raw('1, 2, 3, 4,'), { stop: [] })
    const stop = whole.text.slice(3, 6)
    expect(await ask(session, raw('1, 2, 3, 4,'), { stop: [stop] })).toMatchObject({
      text: whole.text.slice(0, whole.text.indexOf(stop)),
      finishReason: 'stop',
    })
  })

  test('characters that take several tokens come out whole', async () => {
    const { text } = await ask(session, raw('😀😃😄 😀😃😄 😀😃😄 😀😃'), { stop: [], maxTokens: 12 })
    expect(text).toMatch(/[\u{1F600}-\u{1F64F}]/u)
    expect(text).not.toContain('\ufffd')
  })

  test('a temperature above 0 follows the seed', async () => {
    const answer = async (seed: number) =>
      (await ask(session, raw('Once upon a time'), { temperature: 1, stop: [], maxTokens: 12 }, { seed }))
        .text
    const [one, again, other] = [await answer(1), await answer(1), await answer(2)]
    expect(again).toBe(one)
    expect(other).not.toBe(one)
  })

  test('chat goes through the model’s own template and ends by itself', async () => {
    const prompt = {
      rendering: 'chat' as const,
      messages: [{ role: 'user' as const, content: 'What is the capital of Italy? One word.', cuts: [] }],
    }
    const answer = await ask(session, prompt, { maxTokens: 16, stop: [] })
    expect(answer.text).toContain('Rome')
    expect(answer.rawFinishReason).toBe('end-of-generation')
    const text = await session.renderedText?.(prompt)
    expect(text).toMatch(/<\|im_start\|>user\nWhat is .* One word\.<\|im_end\|>\n<\|im_start\|>assistant\n$/)
    expect(await session.renderedText?.(raw('a b'))).toBe('a b')
  })

  test('earlier turns are reused', async () => {
    const turns = (country: string) => ({
      rendering: 'chat-turns' as const,
      messages: [
        { role: 'user' as const, content: 'France', cuts: [] },
        { role: 'assistant' as const, content: 'Paris', cuts: [5] },
        { role: 'user' as const, content: country, cuts: [] },
      ],
    })
    await ask(session, turns('Italy'))
    expect((await ask(session, turns('Spain'))).cachedTokens).toBeGreaterThan(20)
  })

  test('too long is said before anything is evaluated', async () => {
    const long = raw('word '.repeat(600))
    await expect(ask(session, long)).rejects.toMatchObject({
      name: 'ProviderError',
      kind: 'context',
      message: '601 prompt tokens and 8 for the answer exceed the context of 512',
    })
    await expect(ask(session, raw('a'), { maxTokens: 511 })).resolves.toBeDefined()
  })

  test('an aborted request ends at once, and the next one is answered', async () => {
    const stop = new AbortController()
    const long = ask(session, raw('Once upon a time'), { maxTokens: 400, stop: [] }, { signal: stop.signal })
    setTimeout(() => stop.abort(), 100)
    await expect(long).rejects.toMatchObject({ name: 'AbortError' })
    const started = performance.now()
    expect((await ask(session, capitalOf('Italy'))).text).toBe(' Rome')
    expect(performance.now() - started).toBeLessThan(5000)
  })

  test('requests at the same time wait for one another', async () => {
    const answers = await Promise.all(
      ['Italy', 'Germany', 'Italy'].map((name) => ask(session, capitalOf(name))),
    )
    expect(answers.map(({ text }) => text)).toEqual([' Rome', ' Berlin', ' Rome'])
  })
})

describeWith(['smollm2-135m-instruct'], 'processes', () => {
  test('one that dies fails its request, is replaced, and none is left after closing', async () => {
    const before = new Set(childrenOf(process.pid))
    const ours = (): number[] => childrenOf(process.pid).filter((pid) => !before.has(pid))
    const session = await openReal('smollm2-135m-instruct', { processes: 2 })
    try {
      const [victim = 0] = ours()
      expect(ours()).toHaveLength(2)
      const pending = [0, 1].map((worker) =>
        ask(session, raw('Once upon a time'), { maxTokens: 100, stop: [] }, { worker }),
      )
      const settled = Promise.allSettled(pending)
      await new Promise((resolve) => setTimeout(resolve, 50))
      process.kill(victim, 'SIGKILL')
      const outcomes = await settled
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const dead = outcomes.findIndex(({ status }) => status === 'rejected')
      expect(outcomes[dead]).toMatchObject({
        reason: { name: 'ProviderError', kind: 'crash', retryable: true },
      })
      expect(await ask(session, capitalOf('Italy'), {}, { worker: dead })).toMatchObject({ text: ' Rome' })
    } finally {
      await session.close()
    }
    expect(ours()).toEqual([])
  }, 60_000)

  test('an aborted opening leaves no process', async () => {
    const before = childrenOf(process.pid).length
    const stop = new AbortController()
    const opening = providerOf(pathOf('smollm2-135m-instruct')).open(modelOf('m'), {
      signal: stop.signal,
      contextNeeded: 512,
      notice: () => {},
    })
    setTimeout(() => stop.abort(), 50)
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' })
    expect(childrenOf(process.pid)).toHaveLength(before)
  })
})

describeWith(['gemma3-270m'], 'a base model', () => {
  test('takes text and no chat', async () => {
    const session = await openReal('gemma3-270m')
    try {
      expect(session.reported).toMatchObject({ parameters: 268_098_176, quantization: 'Q4_K_M' })
      expect(session.capabilities.chat).toBe(false)
      expect((await ask(session, capitalOf('Italy'))).text).toBe(' Rome')
      await expect(
        ask(session, { rendering: 'chat', messages: [{ role: 'user', content: 'a', cuts: [] }] }),
      ).rejects.toMatchObject({ kind: 'unsupported', message: 'the model has no chat template' })
    } finally {
      await session.close()
    }
  }, 60_000)
})

describe('identify', () => {
  test('names the engine without opening the model', async () => {
    const provider = providerOf('/nowhere.gguf')
    const sha256 = WEIGHTS_SHA256['smollm2-135m-instruct']
    expect(await provider.identify(modelOf('m', { sha256 }))).toEqual({
      digest: sha256,
      engine: expect.stringMatching(/^node-llama-cpp@3\.21\.1 llama\.cpp@v[\d.]+ \w+-\w+ cpu-\w+ cuts-2$/),
    })
    expect((await provider.identify(modelOf('m'))).digest).toBe('ab')
    expect([provider.lane, provider.simulated]).toEqual(['local', false])
  })
})
