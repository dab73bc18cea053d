import { describe, expect, test } from 'vitest'
import type { Prompt } from '../../../src/domain/prompt.ts'
import type { SimulatedSettingsInput } from '../../../src/providers/simulated/settings.ts'
import { answers, ask, exactShare, modelOf, openModel, openSize, requestOf, simulated } from './ask.ts'

const SIZES = [7e7, 1.6e8, 4.1e8, 1e9, 1.4e9, 2.8e9, 6.9e9, 1.2e10]
const SURE: SimulatedSettingsInput = { truth: { kind: 'flat', level: 1 } }
const NEVER: SimulatedSettingsInput = { truth: { kind: 'flat', level: 0 } }

describe('accuracy comes out as declared', () => {
  const count = 4000
  test.each([
    ['one token', '7', { item_share: 0.3, noise: 0.05 }, 0.6],
    ['one token, all of it item difficulty', '7', { item_share: 1, noise: 0 }, 0.6],
    ['one token, all of it noise', '7', { item_share: 0, noise: 1 }, 0.6],
    ['three independent tokens', '123', { item_share: 0, noise: 0.2 }, 0.6 ** 3],
    ['three tokens that are right or wrong together', '123', { item_share: 1, noise: 0 }, 0.6],
  ])('%s', async (_name, target, shares, expected) => {
    const session = await openSize({ ...shares, truth: { kind: 'flat', level: 0.6 } }, 1e9)
    const share = await exactShare(session, count, { target })
    // Four standard errors of a proportion.
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / count))
  })

  test('with scatter, models lie off the curve, each in its own way', async () => {
    const shares: number[] = []
    for (const size of SIZES) {
      const session = await openSize({ scatter: 1, truth: { kind: 'flat', level: 0.5 } }, size)
      shares.push(await exactShare(session, 500, { target: '7' }))
    }
    expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.2)
  })

  test('the first pattern that matches a task decides, else the general truth', async () => {
    const session = await openSize(
      {
        ...NEVER,
        truths: { 'sum-*': { kind: 'flat', level: 1 }, '*-2.digits': { kind: 'flat', level: 0 } },
      },
      1e9,
    )
    const share = (task: string) => exactShare(session, 20, { target: '7', task })
    expect(await share('sum-2.digits')).toBe(1)
    expect(await share('sum-')).toBe(1)
    expect(await share('a-sum-x')).toBe(0)
    expect(await share('product-2-digits')).toBe(0)
  })
})

describe('difficulty is shared', () => {
  test('without noise, a larger model is right wherever a smaller one was', async () => {
    let before = new Array<boolean>(300).fill(false)
    let gained = 0
    for (const size of SIZES) {
      const session = await openSize({ noise: 0 }, size)
      const now = (await answers(session, 300, { target: '4821', shots: 4 })).map((it) => it === '4821')
      expect(before.every((right, item) => !right || now[item])).toBe(true)
      gained += now.filter((right, item) => right && !before[item]).length
      before = now
    }
    expect(gained).toBeGreaterThan(100)
  })

  test('with noise, some items are lost on the way up', async () => {
    const small = await answers(await openSize({ noise: 0.3 }, 1e9), 300, { target: '7', shots: 4 })
    const large = await answers(await openSize({ noise: 0.3 }, 1.4e9), 300, { target: '7', shots: 4 })
    const lost = small.filter((answer, item) => answer === '7' && large[item] !== '7').length
    const won = small.filter((answer, item) => answer !== '7' && large[item] === '7').length
    expect(lost).toBeGreaterThan(0)
    expect(won).toBeGreaterThan(lost)
  })

  test('more shots, more right', async () => {
    const session = await openSize({}, 1e9)
    const byShots: number[] = []
    for (const shots of [0, 1, 4, 16]) byShots.push(await exactShare(session, 400, { target: '7', shots }))
    expect(byShots).toEqual([...byShots].sort((a, b) => a - b))
    expect((byShots[3] ?? 0) - (byShots[0] ?? 0)).toBeGreaterThan(0.2)
  })

  test('errors are near misses: a wrong number is as long, each wrong digit one off', async () => {
    const wrong = (
      await answers(await openSize({ truth: { kind: 'flat', level: 0.5 } }, 1e9), 200, { target: '5555' })
    ).filter((answer) => answer !== '5555')
    expect(wrong.length).toBeGreaterThan(100)
    for (const answer of wrong) expect(answer).toMatch(/^[456]{4}$/)
  })
})

describe('it is deterministic', () => {
  const settings: SimulatedSettingsInput = { truth: { kind: 'flat', level: 0.5 }, noise: 0.5 }

  test('the same question has the same answer, in another order and another session', async () => {
    const first = await answers(await openSize(settings, 1e9), 50, { target: '98765' })
    const session = await openSize(settings, 1e9)
    for (const item of [...first.keys()].reverse()) {
      const { text } = await ask(session, { item: String(item), target: '98765', key: 'another' })
      expect(text.trim()).toBe(first[item])
    }
  })

  test('answers that were written down stay as they are', async () => {
    const session = await openSize({ truth: { kind: 'flat', level: 0.5 } }, 1e9)
    expect(await answers(session, 6, { target: 'Paris 27' })).toMatchInlineSnapshot(`
      [
        "Parit 27",
        "Paris 27",
        "Parit 37",
        "Paris 38",
        "Pasis 16",
        "Qaris 27",
      ]
    `)
  })

  test('another seed, model or draw of demonstrations is another chance', async () => {
    const base = await answers(await openSize(settings, 1e9), 50, { target: '98765' })
    const others = [
      await answers(await openSize({ ...settings, seed: 2 }, 1e9), 50, { target: '98765' }),
      await answers(await openSize(settings, 2e9), 50, { target: '98765' }),
      await answers(await openSize(settings, 1e9), 50, { target: '98765', text: 'other demonstrations' }),
    ]
    for (const other of others) expect(other).not.toEqual(base)
  })

  test('a sampling seed counts above temperature 0, and not at 0', async () => {
    const session = await openSize({ truth: { kind: 'flat', level: 0.5 }, item_share: 0 }, 1e9)
    const sampled = (seed: number, temperature: number) =>
      answers(session, 50, { target: '98765', seed, decoding: { temperature } })
    expect(await sampled(1, 1)).toEqual(await sampled(1, 1))
    expect(await sampled(1, 1)).not.toEqual(await sampled(2, 1))
    expect(await sampled(1, 0)).toEqual(await sampled(2, 0))
  })
})

describe('what a response looks like', () => {
  test.each([
    ['a line of its own after the colon', 'A:', ['\n'], ' 42'],
    ['without a stop string, to the end of the line', 'A:', [], ' 42\n'],
    ['no second space', 'A: ', ['\n'], '42'],
    ['after a line break', 'A:\n', ['\n'], '42'],
  ])('%s', async (_name, text, stop, expected) => {
    expect(await ask(await openSize(SURE, 1e9), { text, decoding: { stop } })).toMatchObject({
      text: expected,
      finishReason: 'stop',
      servedModel: 'sim-1000000000',
    })
  })

  test('in a chat, the answer alone', async () => {
    const prompt: Prompt = {
      rendering: 'chat',
      messages: [{ role: 'user', content: 'What is 40 + 2?', cuts: [] }],
    }
    const session = await openSize(SURE, 1e9)
    const request = { ...requestOf(), prompt }
    const completion = await session.complete(request, { signal: new AbortController().signal, worker: 0 })
    expect(completion).toMatchObject({ text: '42', finishReason: 'stop', completionTokens: 2 })
    expect(completion.promptTokens).toBe(await session.countTokens?.(prompt))
  })

  test('the token limit ends it', async () => {
    const session = await openSize(SURE, 1e9)
    expect(await ask(session, { target: '12345', decoding: { maxTokens: 3 } })).toMatchObject({
      text: ' 123',
      finishReason: 'length',
      completionTokens: 3,
    })
  })

  test('what does not fit the context is refused, to the token', async () => {
    const text = '1234567890'
    const tight = await openModel(simulated(SURE), modelOf(1e9, { contextLength: 26 }))
    expect(await ask(tight, { text })).toMatchObject({ promptTokens: 10, text: ' 42' })
    await expect(ask(tight, { text: `${text}1` })).rejects.toMatchObject({
      kind: 'context',
      skipsTrial: true,
    })
  })
})

describe('declared trouble', () => {
  test('as many calls fail as declared, and another try can succeed', async () => {
    const session = await openSize({ ...SURE, failure_rate: 0.3, failure_kinds: ['server', 'network'] }, 1e9)
    const seen = new Map<string, number>()
    let tries = 0
    for (let item = 0; item < 1000; item++) {
      for (let done = false; !done; tries++) {
        const outcome = await ask(session, { item: String(item) }).catch((error) => error)
        done = 'text' in outcome
        if (!done) seen.set(outcome.kind, (seen.get(outcome.kind) ?? 0) + 1)
      }
    }
    expect([...seen.keys()].sort()).toEqual(['network', 'server'])
    expect(1 - 1000 / tries).toBeCloseTo(0.3, 1)
  })

  test('fails the same way in every run', async () => {
    const failed = async () => {
      const session = await openSize({ failure_rate: 0.5 }, 1e9)
      const calls = Array.from({ length: 40 }, (_, item) => ask(session, { item: String(item) }))
      return (await Promise.allSettled(calls)).map(({ status }) => status)
    }
    expect(await failed()).toEqual(await failed())
  })

  test('a rate limit says how long to wait', async () => {
    const session = await openSize(
      { failure_rate: 1, failure_kinds: ['rate-limit'], retry_after_ms: 20 },
      1e9,
    )
    await expect(ask(session)).rejects.toMatchObject({
      kind: 'rate-limit',
      status: 429,
      retryAfterMs: 20,
      retryable: true,
      provider: 'sim',
    })
  })

  test('latency is slept with its declared median and spread, under the call’s signal', async () => {
    const slept: number[] = []
    const sleep = async (ms: number) => void slept.push(ms)
    const provider = simulated({ latency_ms: 200, latency_spread: 0.5 }, sleep)
    await answers(await openModel(provider, modelOf(1e9)), 1001)
    slept.sort((a, b) => a - b)
    expect(slept[500]).toBeGreaterThan(180)
    expect(slept[500]).toBeLessThan(220)
    expect((slept[841] ?? 0) / (slept[500] ?? 1)).toBeCloseTo(Math.exp(0.5), 0)
  })

  test('an abort ends the call', async () => {
    const session = await openSize(SURE, 1e9)
    const signal = AbortSignal.abort(new Error('stopped'))
    await expect(session.complete(requestOf(), { signal, worker: 0 })).rejects.toThrow('stopped')
  })
})

describe('identity', () => {
  const digest = async (settings: SimulatedSettingsInput, model = modelOf(1e9)) =>
    (await simulated(settings).identify(model)).digest

  test.each<[string, SimulatedSettingsInput]>([
    ['seed', { seed: 2 }],
    ['truth', NEVER],
    ['truths', { truths: { x: { kind: 'flat', level: 0 } } }],
    ['noise', { noise: 0.2 }],
    ['item share', { item_share: 0.2 }],
    ['scatter', { scatter: 0.2 }],
  ])('another %s is another model', async (_name, settings) => {
    expect(await digest(settings)).not.toBe(await digest({}))
  })

  test.each<[string, SimulatedSettingsInput]>([
    ['latency', { latency_ms: 20, latency_spread: 0.2 }],
    ['failures', { failure_rate: 0.2, failure_kinds: ['timeout'] }],
    ['concurrency', { concurrency: 2 }],
  ])('another %s is the same model', async (_name, settings) => {
    expect(await digest(settings)).toBe(await digest({}))
  })

  test('it is simulated, and says so', async () => {
    const provider = simulated()
    expect(provider).toMatchObject({ name: 'sim', simulated: true, lane: 'hosted' })
    expect((await provider.identify(modelOf(1e9))).engine).toMatch(/^simulated/)
  })

  test('a model without parameters is refused with what to write', async () => {
    await expect(simulated().identify(modelOf(undefined))).rejects.toThrow(
      /"sim-undefined" has no parameters.*parameters: 1\.5B/s,
    )
  })
})
