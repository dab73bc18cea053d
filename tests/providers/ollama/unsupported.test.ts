import { afterEach, expect, test } from 'vitest'
import type { SamplingOption } from '../../../src/domain/model.ts'
import {
  chatRequest,
  complete,
  GENERATED,
  generating,
  modelOf,
  OPENING,
  opened,
  providerAt,
  rawRequest,
} from './fixtures.ts'
import { type StubServer, startStub } from './stub-server.ts'

let server: StubServer | undefined
afterEach(() => server?.stop())

const CHATTED = { ...GENERATED, response: undefined, message: { role: 'assistant', content: 'Paris\nRome' } }

async function asked(unsupported: SamplingOption[], response = ' Paris\n\nCountry: Italy') {
  server = await startStub({
    ...OPENING,
    '/api/generate': generating({ body: { ...GENERATED, response, done_reason: 'length' } }),
    '/api/chat': { body: CHATTED },
  })
  const { session } = await opened(providerAt(server.baseUrl), modelOf('smol', { unsupported }))
  const request = rawRequest('Country: France\nCapital:', { temperature: 1, topP: 0.9 }, 7)
  const completion = await complete(session, request)
  return { session, completion, options: server.seen.at(-1)?.body?.options ?? {} }
}

test.each<[SamplingOption, string]>([
  ['temperature', 'temperature'],
  ['top_p', 'top_p'],
  ['seed', 'seed'],
  ['max_tokens', 'num_predict'],
  ['stop', 'stop'],
])('%s is left out where the model is said not to take it, and sent where not', async (option, sentAs) => {
  const without = await asked([option])
  expect(without.options).not.toHaveProperty(sentAs)
  expect(without.session.capabilities.samplingOptions).not.toContain(option)
  await server?.stop()
  expect((await asked([])).options).toHaveProperty(sentAs)
})

test('an answer is cut at a stop string that the server was not told', async () => {
  const { completion, session } = await asked(['stop'])
  expect(completion).toMatchObject({ text: ' Paris', finishReason: 'stop' })
  // The model's own stop strings stay its own: none is sent that would replace them.
  expect(await complete(session, chatRequest('France?'))).toMatchObject({ text: 'Paris' })
  expect(server?.seen.at(-1)?.body?.options).not.toHaveProperty('stop')
})
