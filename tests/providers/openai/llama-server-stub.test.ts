import { afterEach, expect, test } from 'vitest'
import { model, openOptions, provider, raw, request, working } from './requests.ts'
import { json, type Stub, startStub } from './stub-server.ts'

const chatMl =
  "{%- for message in messages -%}\n  {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' -}}\n{%- endfor -%}"

let stub: Stub | undefined
afterEach(async () => {
  await stub?.stop()
  stub = undefined
})

/** The shapes of llama-server b11434, cut to what matters. */
async function serve(facts: { template?: string; markTokens?: number; ftype?: string } = {}): Promise<Stub> {
  const { template = 'a template of its own', markTokens = 1, ftype = 'Q4_K - Medium' } = facts
  const meta = { n_ctx: 2048, n_ctx_train: 8192, n_params: 134_515_008, ftype }
  const answers: Record<string, unknown> = {
    '/v1/models': {
      object: 'list',
      data: [{ id: '/w/a.gguf', aliases: ['tiny'], owned_by: 'llamacpp', meta }],
    },
    '/props': {
      default_generation_settings: { n_ctx: 2048 },
      total_slots: 2,
      model_path: '/w/a.gguf',
      chat_template: template,
      build_info: 'b1',
    },
    '/tokenize': { tokens: Array(markTokens).fill(1) },
    '/v1/completions': {
      choices: [{ text: ' 7', finish_reason: 'stop' }],
      timings: { cache_n: 11 },
    },
  }
  stub = await startStub((seen, response) => {
    const body = answers[seen.path]
    json(response, body === undefined ? 404 : 200, body ?? {})
  })
  return stub
}

test.each([
  ['a template of its own', { template: 'x' }, true],
  ['ChatML, which the model knows', { template: chatMl, markTokens: 1 }, true],
  ['ChatML for want of any: its mark is not a token', { template: chatMl, markTokens: 6 }, false],
  ['no template shown', { template: '' }, false],
])('%s', async (_name, facts, chat) => {
  const { origin } = await serve(facts)
  const session = await provider(`${origin}/v1`).open(model(), openOptions())
  expect(session.capabilities).toMatchObject({ raw: true, chat, tokenCounts: 'exact', contextLength: 2048 })
})

test('no request is spent on probing what it says itself, and slots bound the concurrency', async () => {
  const { origin, to } = await serve()
  const session = await provider(`${origin}/v1`, { concurrency: 8 }).open(model(), openOptions())
  expect(to('/v1/completions')).toEqual([])
  expect(session.concurrency).toBe(2)
  expect(session.reported).toEqual({ parameters: 134_515_008, quantization: 'Q4_K_M', contextLength: 2048 })
})

test('the prompt is kept for the next request, and what was kept is counted', async () => {
  const { origin, to } = await serve()
  const session = await provider(`${origin}/v1`).open(model(), openOptions())
  expect(await session.complete(request(raw('3 + 4 =')), working())).toMatchObject({ cachedTokens: 11 })
  expect(to('/v1/completions')[0]?.body).toMatchObject({ cache_prompt: true })
})

test.each(['tiny', '/w/a.gguf', 'a.gguf', 'a'])('it is known as %s', async (servedAs) => {
  const { origin } = await serve()
  const lines: string[] = []
  await provider(`${origin}/v1`).open(model({ servedAs }), openOptions(lines))
  expect(lines.join()).not.toContain('it answers for')
})

test('a declared id that it does not have is not served by another model', async () => {
  const { origin } = await serve()
  const opening = provider(`${origin}/v1`).open(model({ servedAs: 'tinny' }), openOptions())
  await expect(opening).rejects.toMatchObject({ kind: 'not-found', message: expect.stringContaining('tiny') })
})
