import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { Session } from '../../../src/domain/provider.ts'
import { ProviderError } from '../../../src/domain/provider-error.ts'
import { model, openOptions, provider } from './requests.ts'
import { json, type Stub, startStub } from './stub-server.ts'

let stub: Stub | undefined
afterEach(async () => {
  await stub?.stop()
  stub = undefined
})

const PATHS = ['/v1/models', '/v1/completions', '/v1/chat/completions'] as const
type Path = (typeof PATHS)[number]

const RIGHT: Record<Path, unknown> = {
  '/v1/models': { data: [{ id: 'm', max_model_len: 512 }] },
  '/v1/completions': { choices: [{ text: 'x', finish_reason: 'length' }], usage: { prompt_tokens: 2 } },
  '/v1/chat/completions': { choices: [{ message: { content: 'x' }, finish_reason: 'length' }] },
}

type Fault = (response: ServerResponse) => void

const FAULTS: Readonly<Record<string, Fault>> = {
  'an HTML page': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>oops</html>'),
  'broken JSON': (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data": ['),
  'a reset': (response) => response.socket?.resetAndDestroy(),
  'a 500': (response) => json(response, 500, { error: { message: 'oops' } }),
  'an error with 200': (response) => json(response, 200, { error: { message: 'oops' } }),
}
const NO_CHOICES: Fault = (response) => json(response, 200, { choices: [] })

/** A server whose first answers at one path are faults. */
async function serve(path: Path, fault: Fault, times: number): Promise<Stub> {
  let left = times
  stub = await startStub((seen, response) => {
    const known = PATHS.find((one) => one === seen.path)
    if (seen.path === path && left-- > 0) fault(response)
    else if (known === undefined) json(response, 404, {})
    else json(response, 200, RIGHT[known])
  })
  return stub
}

/** Opens again after every error that is worth it, as a run does. */
async function openInTries({ origin }: Stub): Promise<{ session: Session; tries: number }> {
  const opened = provider(`${origin}/v1`)
  for (let tries = 1; ; tries++) {
    try {
      return { session: await opened.open(model(), openOptions()), tries }
    } catch (error) {
      if (!(error instanceof ProviderError && error.retryable) || tries === 8) throw error
    }
  }
}

const cases = PATHS.flatMap((path) => [
  ...Object.entries(FAULTS).map(([name, fault]) => [name, path, fault] as const),
  ...(path === '/v1/models' ? [] : [['no choices', path, NO_CHOICES] as const]),
])

describe('faults of the moment while a model is opened hide nothing of what it can do', () => {
  test.each(cases)('%s, twice, at %s', async (_name, path, fault) => {
    const server = await serve(path, fault, 2)
    const { session, tries } = await openInTries(server)
    expect(tries).toBe(3)
    expect(session.capabilities).toMatchObject({ raw: true, chat: true, contextLength: 512 })
    // What was answered is not asked again.
    for (const other of PATHS) expect(server.to(other)).toHaveLength(other === path ? 3 : 1)
  })
})

test.each(['an HTML page', 'broken JSON'])('%s every time means that there is no such API', async (name) => {
  const server = await serve('/v1/completions', FAULTS[name] ?? NO_CHOICES, Number.POSITIVE_INFINITY)
  const { session, tries } = await openInTries(server)
  expect([tries, session.capabilities.raw, session.capabilities.chat]).toEqual([3, false, true])
})

test('a web site is believed to be one after a few tries, and stops its model', async () => {
  stub = await startStub((_seen, response) => response.end('<html>welcome</html>'))
  await expect(openInTries(stub)).rejects.toMatchObject({
    kind: 'not-found',
    stopsModel: true,
    message: expect.stringContaining('HTML page'),
  })
})

test('a model opened anew is asked anew', async () => {
  const server = await serve('/v1/models', NO_CHOICES, 0)
  const opened = provider(`${server.origin}/v1`)
  await opened.open(model(), openOptions())
  await opened.open(model(), openOptions())
  for (const path of PATHS) expect(server.to(path)).toHaveLength(2)
})
