import { describe, expect, test } from 'vitest'
import { type HttpFailure, httpFailureOf } from '../../../src/providers/http/http-failure.ts'
import { type Dialect, initialDialect, learnFrom } from '../../../src/providers/openai/dialect.ts'
import { toRequest } from '../../../src/providers/openai/to-request.ts'
import { chat, model, raw, request } from './requests.ts'

const plain = { newLengthLimit: false, llamaServer: false }

function body(dialect: Dialect, prompt = chat('hi'), decoding = {}, seed?: number) {
  return JSON.parse(JSON.stringify(toRequest(request(prompt, decoding, seed), dialect).body))
}

describe('what is sent', () => {
  test('raw: the prompt as one string', () => {
    const sent = toRequest(request(raw('A: '), {}, 7), initialDialect(model({ servedAs: 's' }), plain))
    expect(sent.path).toBe('/completions')
    expect(JSON.parse(JSON.stringify(sent.body))).toEqual({
      model: 's',
      prompt: 'A: ',
      max_tokens: 8,
      temperature: 0,
      stop: ['\n'],
      seed: 7,
    })
  })

  test('turns: role and content, nothing of ours', () => {
    expect(body(initialDialect(model(), plain), chat('q', 'a', 'r')).messages).toEqual([
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'a' },
      { role: 'user', content: 'r' },
    ])
  })

  test('llama-server keeps the prompt, and takes any number of stop strings; others take four', () => {
    const stop = ['a', 'b', 'c', 'd', 'e']
    expect(body(initialDialect(model(), { ...plain, llamaServer: true }), raw('x'), { stop })).toMatchObject({
      cache_prompt: true,
      stop,
    })
    const elsewhere = body(initialDialect(model(), plain), raw('x'), { stop })
    expect(elsewhere).toMatchObject({ stop: ['a', 'b', 'c', 'd'] })
    expect(elsewhere).not.toHaveProperty('cache_prompt')
  })

  test('no stop strings: no option', () => {
    expect(body(initialDialect(model(), plain), raw('x'), { stop: [] })).not.toHaveProperty('stop')
  })

  test.each([
    [['max_tokens'], { max_completion_tokens: 8, temperature: 0 }, ['max_tokens']],
    [['temperature', 'stop'], { max_tokens: 8 }, ['temperature', 'stop']],
    [['seed', 'top_p'], { max_tokens: 8 }, ['seed', 'top_p']],
  ] as const)('a model that states %j as unsupported', (unsupported, present, absent) => {
    const sent = body(initialDialect(model({ unsupported }), plain), chat('x'), { topP: 0.9 }, 3)
    expect(sent).toMatchObject(present)
    for (const option of absent) expect(sent).not.toHaveProperty(option)
  })
})

function refusal(status: number, error: object): HttpFailure {
  const failure = httpFailureOf({ status, error })
  if (failure === undefined) throw new Error('no failure')
  return failure
}

const useNewLimit =
  "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."

describe('what is learned from a refusal', () => {
  test.each([
    [
      400,
      { message: useNewLimit, code: 'unsupported_parameter', param: 'max_tokens' },
      'max_completion_tokens is sent',
    ],
    [400, { message: useNewLimit }, 'max_completion_tokens is sent'],
    [
      400,
      {
        message: "'temperature' does not support 0 with this model.",
        code: 'unsupported_value',
        param: 'temperature',
      },
      'temperature: it is left out',
    ],
    [
      400,
      { message: "Unsupported parameter: 'stop' is not supported with this model." },
      'cut at stop strings here',
    ],
    [400, { message: 'Unrecognized request argument supplied: seed' }, 'seed: it is left out'],
    [
      422,
      {
        detail: [{ type: 'extra_forbidden', loc: ['body', 'top_p'], msg: 'Extra inputs are not permitted' }],
      },
      'top_p: it is left out',
    ],
  ])('%i %j', (status, error, line) => {
    expect(learnFrom(refusal(status, error), initialDialect(model(), plain))?.line).toContain(line)
  })

  test.each([
    [
      'a value that is too large',
      400,
      {
        message: "Invalid 'max_tokens': above maximum value.",
        code: 'integer_above_max_value',
        param: 'max_tokens',
      },
    ],
    [
      'a prompt that is too long',
      400,
      { message: "This model's maximum context length is 8 tokens.", param: 'messages' },
    ],
    ['a message that is not allowed', 400, { message: 'This content is not allowed.' }],
    ['another status', 500, { message: "'temperature' is not supported" }],
  ])('nothing from %s', (_name, status, error) => {
    expect(learnFrom(refusal(status, error), initialDialect(model(), plain))).toBeUndefined()
  })

  test('both names of the limit refused: none is sent, and then nothing more is learned', () => {
    const first = learnFrom(refusal(400, { message: useNewLimit }), initialDialect(model(), plain))
    const refused = refusal(400, { message: 'Unrecognized argument: max_completion_tokens' })
    const second = first && learnFrom(refused, first.dialect)
    expect(second?.dialect.unsupported).toEqual(new Set(['max_tokens']))
    expect(second && learnFrom(refused, second.dialect)).toBeUndefined()
    expect(second && body(second.dialect)).not.toHaveProperty('max_completion_tokens')
  })
})
