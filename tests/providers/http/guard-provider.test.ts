import { expect, test } from 'vitest'
import { InputError } from '../../../src/domain/input-error.ts'
import type { Completion, Provider, Session } from '../../../src/domain/provider.ts'
import { ProviderError } from '../../../src/domain/provider-error.ts'
import { guardProvider } from '../../../src/providers/http/guard-provider.ts'
import { serverSecrets } from '../../../src/providers/http/server-secrets.ts'
import { model, openOptions, raw, request, working } from '../openai/requests.ts'

const KEY = 'key-0123456789abcdef'

async function opened(complete: () => Promise<Partial<Completion>>, secrets: readonly string[] = [KEY]) {
  let asked = 0
  const session = {
    get capabilities() {
      asked++
      return { raw: true, chat: asked > 1 }
    },
    reported: { quantization: `Q4 ${KEY}`, parameters: 5 },
    concurrency: 3,
    prefixAffinity: false,
    complete: async () => ({ text: '', finishReason: 'stop', ...(await complete()) }),
    close: async () => {},
  } as unknown as Session
  const provider: Provider = {
    name: 'p',
    lane: 'hosted',
    simulated: false,
    identify: async () => ({ digest: KEY, engine: `engine ${KEY}` }),
    open: async (_model, { notice }) => {
      notice(`it has ${KEY}`)
      return session
    },
  }
  const lines: string[] = []
  const guarded = guardProvider(provider, () => secrets)
  return { guarded, lines, session: await guarded.open(model(), openOptions(lines)) }
}

const ask = async (complete: () => Promise<Partial<Completion>>, secrets?: readonly string[]) =>
  (await opened(complete, secrets)).session.complete(request(raw('x')), working())

test('identity, notices and reported facts say no secret; other members stay, getters among them', async () => {
  const { guarded, lines, session } = await opened(async () => ({}))
  expect(await guarded.identify(model())).toEqual({ digest: '[redacted]', engine: 'engine [redacted]' })
  expect(lines).toEqual(['it has [redacted]'])
  expect(session.reported).toEqual({ quantization: 'Q4 [redacted]', parameters: 5 })
  expect([session.capabilities.chat, session.capabilities.chat, session.concurrency]).toEqual([
    false,
    true,
    3,
  ])
})

test.each([
  // Placeholders, and a password that is a word, are what a model may write of itself.
  ['EMPTY', 'it is EMPTY', 'it is EMPTY'],
  ['not-needed', 'not-needed', 'not-needed'],
  ['password', 'a password', 'a password'],
  ['hunter22', 'hunter22!', '[redacted]!'],
  ['correcthorsebatterystaple', 'correcthorsebatterystaple', '[redacted]'],
])('a secret %j in %j that a model wrote leaves %j', async (secret, text, clean) => {
  const answer = await ask(async () => ({ text, reasoning: text, servedModel: text }), [secret])
  expect([answer.text, answer.reasoning]).toEqual([clean, clean])
  // A server's own words about itself are no data.
  expect(answer.servedModel).not.toContain(secret)
})

test.each([
  [
    'a provider error keeps its facts',
    new ProviderError(`no: ${KEY}`, { provider: 'p', kind: 'auth', status: 401, cause: new Error(KEY) }),
  ],
  ['bad input', new InputError(`no: ${KEY}`)],
  ['a bug of ours', Object.assign(new TypeError(`no: ${KEY}`), { headers: { key: KEY } })],
])('%s: without the secret, in its cause and its members too', async (_name, error) => {
  const thrown = await ask(() => Promise.reject(error)).catch((caught: unknown) => caught)
  const { inspect } = await import('node:util')
  expect(inspect(thrown, { depth: 9 })).not.toContain(KEY)
  expect(thrown).toMatchObject({ message: 'no: [redacted]' })
  if (error instanceof ProviderError)
    expect(thrown).toMatchObject({ name: 'ProviderError', kind: 'auth', status: 401 })
})

test('an error without a secret is passed on as it is', async () => {
  const error = new ProviderError('no', { provider: 'p', kind: 'server' })
  await expect(ask(() => Promise.reject(error))).rejects.toBe(error)
})

test('what is sent to a server and must not come back', () => {
  expect(
    serverSecrets({
      baseUrl: 'http://token-only@host/v1?sig=abcd&v=1',
      apiKey: KEY,
      headers: { 'X-Api-Key': 'short', 'X-Team': 'blue', 'X-Id': 'a1b2c3d4e5f6a7b8c9' },
    }),
  ).toEqual([KEY, 'abcd', 'token-only', btoa('token-only:'), 'short', 'a1b2c3d4e5f6a7b8c9'])
})
