import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts'
import { type FaultServerOptions, startFaultServer } from './fault-server.ts'
import { fateOf, MIXES, parseMix } from './mix.ts'

const stops: (() => Promise<void>)[] = []
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())))

async function start(options: FaultServerOptions = {}) {
  const server = await startFaultServer(options)
  stops.push(server.stop)
  const post = (path: string, body: object, headers = {}) =>
    fetch(`${server.baseUrl}${path}`, { method: 'POST', body: JSON.stringify(body), headers })
  const ask = (prompt: string) => post('/completions', { model: 'm', prompt })
  return { server, post, ask }
}

describe('answers', () => {
  test.each([
    ['Q: What is 1 plus 2?\nA: 3\n\nQ: What is 40 plus 2?\nA:', ' 42'],
    ['17 + 4 =', ' 21'],
    ['-5 + 3', ' -2'],
    ['A', ' ok'],
  ])('%j with %j', async (prompt, text) => {
    const { ask } = await start()
    expect(await (await ask(prompt)).json()).toMatchObject({ choices: [{ text, finish_reason: 'stop' }] })
  })

  test('chat, contents in parts, several raw prompts, the list of models', async () => {
    const { server, post } = await start({ models: ['m', 'n'] })
    const messages = [
      { role: 'system', content: '1 + 1' },
      { role: 'user', content: [{ type: 'text', text: '20 plus 3?' }] },
    ]
    const chat = await post('/chat/completions', { model: 'm', messages })
    expect(await chat.json()).toMatchObject({ choices: [{ message: { content: '23' } }] })
    const several = await post('/completions', { model: 'n', prompt: ['1 + 2', '3 + 4'] })
    expect(await several.json()).toMatchObject({ choices: [{ text: ' 3' }, { index: 1, text: ' 7' }] })
    expect(await (await fetch(`${server.baseUrl}/models`)).json()).toMatchObject({
      data: [{ id: 'm' }, { id: 'n' }],
    })
    expect((await post('/completions', { model: 'x', prompt: '1 + 1' })).status).toBe(404)
  })

  test('only with its key, where it has one', async () => {
    const { post } = await start({ key: 'right' })
    const body = { model: 'm', prompt: '1 + 1' }
    expect((await post('/completions', body)).status).toBe(401)
    expect((await post('/completions', body, { authorization: 'Bearer right' })).status).toBe(200)
  })
})

describe('faults', () => {
  test.each(Object.entries(MIXES))(
    'the mix %s comes out in its shares, by seed, prompt and number alone',
    (_name, mix) => {
      const asked = 20_000
      const met: Partial<Record<FaultKind, number>> = {}
      for (let index = 0; index < asked; index++) {
        const kind = fateOf(mix, 7, `What is ${index} plus 1?`, 1 + (index % 3))
        if (kind !== undefined) met[kind] = (met[kind] ?? 0) + 1
      }
      for (const kind of FAULT_KINDS) {
        const share = (mix as Partial<Record<FaultKind, number>>)[kind] ?? 0
        const deviation = Math.sqrt((share * (1 - share)) / asked)
        expect(Math.abs((met[kind] ?? 0) / asked - share)).toBeLessThanOrEqual(4 * deviation)
      }
    },
  )

  test('another seed is another draw', () => {
    const draw = (seed: number) =>
      Array.from({ length: 200 }, (_, index) => fateOf(MIXES.peers, seed, `${index} + 1`, 1) ?? 'ok').join()
    expect(draw(1)).toBe(draw(1))
    expect(draw(1)).not.toBe(draw(2))
  })

  test('a script is what each prompt meets in turn', async () => {
    const { ask, server } = await start({ script: ['error-500', 'rate-limit-seconds'], retryAfterS: 2 })
    for (const prompt of ['1 + 1', '2 + 2']) {
      expect((await ask(prompt)).status).toBe(500)
      const limited = await ask(prompt)
      expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2'])
      expect((await ask(prompt)).status).toBe(200)
      expect((await ask(prompt)).status).toBe(200)
    }
    expect(server.counts).toMatchObject({ requests: 8, answered: 4, answeredAgain: 2 })
    expect(server.asked.get('1 + 1')).toBe(4)
  })

  test('a Retry-After by date lies about as far ahead', async () => {
    const { ask } = await start({ script: ['rate-limit-date'], retryAfterS: 30 })
    const date = (await ask('1 + 1')).headers.get('retry-after') ?? ''
    expect(date).toMatch(/GMT$/)
    expect(Math.abs(Date.parse(date) - Date.now() - 30_000)).toBeLessThan(5000)
  })

  test.each<FaultKind>(['reset-before', 'reset-within', 'truncated', 'truncated-chunked'])(
    '%s breaks the connection',
    async (kind) => {
      const { ask } = await start({ script: [kind] })
      await expect(ask('1 + 1').then((response) => response.text())).rejects.toThrow()
    },
  )

  test.each<FaultKind>(['never', 'length-too-long'])('%s hangs until the client goes', async (kind) => {
    const { server } = await start({ script: [kind] })
    const asked = fetch(`${server.baseUrl}/completions`, {
      method: 'POST',
      body: '{"prompt":"1 + 1"}',
      signal: AbortSignal.timeout(200),
    }).then((response) => response.text())
    await expect(asked).rejects.toThrow(/timeout/)
    await expect.poll(() => server.counts.inFlight).toBe(0)
  })

  test('above the limit it refuses', async () => {
    const { server, ask } = await start({ limit: 3, latencyMs: 100, limitRetryAfterS: 4 })
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => ask(`${index} + 1`)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(Array(5).fill('4'))
    expect(server.counts).toMatchObject({ refused: 5, mostInFlight: 3, inFlight: 0 })
  })

  test('dead after so many answers: nothing listens', async () => {
    const { ask } = await start({ dies: { after: 2, as: 'closed' } })
    expect([(await ask('1 + 1')).status, (await ask('2 + 1')).status]).toEqual([200, 200])
    await expect(ask('3 + 1')).rejects.toThrow()
    await expect(ask('4 + 1')).rejects.toThrow()
  })
})

test('as a script: prints its address, serves, and tells what it has seen', async () => {
  const script = join(import.meta.dirname, 'serve.ts')
  const child = spawn(process.execPath, [script, '--mix', 'error-500=1', '--latency-ms', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let printed = ''
  child.stdout.on('data', (chunk) => {
    printed += chunk
  })
  await once(child.stdout, 'data')
  const baseUrl = printed.trim()
  const asked = await fetch(`${baseUrl}/completions`, { method: 'POST', body: '{"prompt":"1 + 1"}' })
  expect(asked.status).toBe(500)
  expect(await (await fetch(baseUrl.replace('/v1', '/counts'))).json()).toMatchObject({
    faults: { 'error-500': 1 },
  })
  child.kill('SIGTERM')
  await once(child, 'close')
  expect(JSON.parse(printed.split('\n')[1] ?? '')).toMatchObject({ requests: 1, answered: 0, prompts: 1 })
})

test.each(['peer', 'error-500', 'error-500=2', 'eror-500=0.1'])('no mix: %j', (text) => {
  expect(() => parseMix(text)).toThrow(/want none, peers, all, or KIND=SHARE/)
})
