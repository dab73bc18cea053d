import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Provider, Session } from '../../../src/domain/provider.ts'
import { describeWith, pathOf } from '../../real-parts.ts'
import { startLlamaServer } from '../../servers/start.ts'
import { chat, model, openOptions, provider, raw, request, working } from './requests.ts'
import { json, type SeenRequest, type Stub, startStub } from './stub-server.ts'

let stub: Stub | undefined
afterEach(async () => {
  await stub?.stop()
  stub = undefined
})

/** Words as tokens, each with a log-probability of minus its length; one token of its own after them. */
function echoed(prompt: string, index: number) {
  const tokens = [...(prompt.match(/\s?\S+/g) ?? []), ' and']
  let at = 0
  const offsets = tokens.map((token) => {
    const start = at
    at += [...token].length
    return start
  })
  return {
    index,
    text: tokens.join(''),
    logprobs: {
      text_offset: offsets,
      token_logprobs: tokens.map((token, place) => (place === 0 ? null : -token.length)),
      tokens,
      top_logprobs: tokens.map((token, place) => (place === 0 ? null : { [token]: -token.length })),
    },
    finish_reason: 'length',
  }
}

/** A server that echoes as vLLM does; `change` makes it answer otherwise. */
async function serve(
  change: (seen: SeenRequest) => [number, unknown] | undefined = () => undefined,
): Promise<Stub> {
  stub = await startStub((seen, response) => {
    if (seen.path !== '/v1/completions') return json(response, 404, { detail: 'Not Found' })
    const changed = change(seen)
    if (changed !== undefined) return json(response, ...changed)
    if (seen.body.echo !== true)
      return json(response, 200, {
        choices: [{ text: 'x', finish_reason: 'length' }],
        usage: { prompt_tokens: 2 },
      })
    // In another order than asked.
    const choices = (seen.body.prompt as string[]).map(echoed).toReversed()
    const count = choices.reduce((sum, { logprobs }) => sum + logprobs.tokens.length - 1, 0)
    json(response, 200, {
      model: 'served-7b',
      choices,
      usage: {
        prompt_tokens: count,
        completion_tokens: choices.length,
        prompt_tokens_details: { cached_tokens: 3 },
      },
    })
  })
  return stub
}

function open(from: Provider, { likelihoods = true, countOnly = false, lines = [] as string[] } = {}) {
  return from.open(model(), { ...openOptions(lines), likelihoods, countOnly })
}

function score(
  session: Session,
  prompt = raw('The sky is'),
  continuations: readonly string[] = [' blue', ' dark green'],
) {
  if (session.likelihoods === undefined) throw new Error('no likelihoods')
  return session.likelihoods({ prompt, continuations, trial: request(prompt).trial }, working())
}

describe('likelihoods from a server that echoes', () => {
  test('all continuations in one request, read in their order', async () => {
    const { origin, to } = await serve()
    const session = await open(provider(`${origin}/v1`, { api: 'completions' }))
    expect(session.capabilities.logProbabilities).toBe('forced')
    expect(await score(session)).toEqual({
      likelihoods: [
        { text: ' blue', logProbability: -5, tokens: 1, greedy: true },
        { text: ' dark green', logProbability: -11, tokens: 2, greedy: true },
      ],
      servedModel: 'served-7b',
      // Read twice, once with each continuation: 4 and 5 tokens.
      promptTokens: 6,
      continuationTokens: 3,
      cachedTokens: 3,
    })
    const [asked] = to('/v1/completions').slice(-1)
    expect(asked?.body).toEqual({
      model: 'm',
      prompt: ['The sky is blue', 'The sky is dark green'],
      echo: true,
      logprobs: 1,
      max_tokens: 1,
      temperature: 0,
    })
    await expect(score(session, chat('x'))).rejects.toMatchObject({ kind: 'unsupported' })
  })

  test('nothing is asked where the plan needs none, or nothing may be generated', async () => {
    const { origin, seen } = await serve()
    const session = await open(provider(`${origin}/v1`), { likelihoods: false })
    expect(session.capabilities.logProbabilities).toBe('none')
    expect(session.likelihoods).toBeUndefined()
    await open(provider(`${origin}/v1`), { countOnly: true }).catch(() => {})
    expect(seen.filter(({ body }) => body.echo === true)).toEqual([])
  })

  const answer = (logprobs: unknown): [number, unknown] => [
    200,
    { choices: [0, 1].map((index) => ({ index, text: 'x', logprobs })) },
  ]
  test.each([
    ['a server that ignores echo', answer(null), 'has no log-probabilities'],
    ['llama-server’s shape', answer({ content: [{ token: 'x', logprob: -1 }] }), 'has no log-probabilities'],
    [
      'one answer for two prompts',
      [200, { choices: [echoed('The sky is blue', 0)] }],
      'has no log-probabilities',
    ],
    [
      'offsets that drift',
      answer({ ...echoed('The sky is blue', 0).logprobs, text_offset: [0, 5, 9, 14, 19] }),
      'line up',
    ],
    ['a refusal', [400, { error: { message: 'echo is not supported' } }], 'echo is not supported'],
  ] as const)('%s has none, and a line says why', async (_name, said, why) => {
    const { origin } = await serve(({ body }) => (body.echo === true ? [said[0], said[1]] : undefined))
    const lines: string[] = []
    const session = await open(provider(`${origin}/v1`), { lines })
    expect([session.capabilities.logProbabilities, session.likelihoods]).toEqual(['none', undefined])
    expect(lines.join('\n')).toMatch(new RegExp(`no likelihoods of given texts: .*${why}`))
  })

  test('a server in trouble is asked again, and only what is open', async () => {
    let troubles = 1
    const { origin, seen } = await serve(({ body }) =>
      body.echo === true && troubles-- > 0 ? [503, { error: { message: 'busy' } }] : undefined,
    )
    const one = provider(`${origin}/v1`, { api: 'completions' })
    await expect(open(one)).rejects.toMatchObject({ kind: 'server', retryable: true })
    expect((await open(one)).capabilities.logProbabilities).toBe('forced')
    expect(seen.filter(({ body }) => body.max_tokens === 1 && body.echo !== true)).toHaveLength(1)
  })

  test.each([
    ['no log-probabilities this time', { choices: [{ index: 0, text: 'x' }] }, 'malformed'],
    ['not JSON’s shape', 'plain text', 'malformed'],
    [
      'a text whose offsets drift',
      {
        choices: [
          {
            ...echoed('The sky is blue', 0),
            logprobs: { ...echoed('The sky is blue', 0).logprobs, text_offset: [0, 3, 7, 12, 17] },
          },
        ],
      },
      'unsupported',
    ],
  ])('during the run: %s', async (_name, said, kind) => {
    let probed = false
    const { origin } = await serve(({ body }) => {
      if (body.echo !== true) return undefined
      if (probed) return [200, said]
      probed = true
      return undefined
    })
    const session = await open(provider(`${origin}/v1`))
    await expect(score(session, raw('The sky is'), [' blue'])).rejects.toMatchObject({
      name: 'ProviderError',
      kind,
    })
  })

  test('an error of the server, and a key that it sends back', async () => {
    const key = 'sk-0123456789abcdef'
    let probed = false
    const { origin } = await serve(({ body }) => {
      if (body.echo !== true) return undefined
      if (probed) return [429, { error: { message: `slow down, ${key}` } }]
      probed = true
      return undefined
    })
    const session = await open(provider(`${origin}/v1`, { apiKey: () => key }))
    const error = await score(session).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ kind: 'rate-limit', retryable: true })
    expect(String(error)).not.toContain(key)
  })
})

describeWith(['llama-server', 'smollm2-135m-instruct'], 'likelihoods of a real llama-server', () => {
  let server: Awaited<ReturnType<typeof startLlamaServer>>
  beforeAll(async () => {
    server = await startLlamaServer({ modelPath: pathOf('smollm2-135m-instruct'), parallel: 1 })
  }, 60_000)
  afterAll(() => server?.stop())

  test('are none: it ignores echo', async () => {
    const lines: string[] = []
    const session = await open(provider(`${server.baseUrl}/v1`), { lines })
    expect([session.capabilities.logProbabilities, session.likelihoods]).toEqual(['none', undefined])
    expect(lines.join('\n')).toContain('no likelihoods of given texts: the answer has no log-probabilities')
  })
})
