import { describe, expect, test } from 'vitest'
import { cutAtStop } from '../../../src/domain/cut-at-stop.ts'
import { readResponse } from '../../../src/providers/openai/from-response.ts'
import { hiddenErrorOf } from '../../../src/providers/openai/hidden-error.ts'

const message = (members: object, finish_reason: unknown = 'stop') => ({
  choices: [{ message: { role: 'assistant', ...members }, finish_reason }],
})

describe('a body that is a completion', () => {
  test.each([
    [
      'raw',
      { choices: [{ text: ' Paris', finish_reason: 'stop' }] },
      { text: ' Paris', finishReason: 'stop' },
    ],
    ['raw, nothing said', { choices: [{ text: '', finish_reason: 'stop' }] }, { text: '' }],
    ['chat', message({ content: 'Paris' }), { text: 'Paris', finishReason: 'stop', rawFinishReason: 'stop' }],
    ['length', message({ content: 'Pa' }, 'length'), { finishReason: 'length' }],
    ['filter', message({ content: 'Pa' }, 'content_filter'), { text: 'Pa', finishReason: 'refused' }],
    ['refusal', message({ content: null, refusal: 'No.' }), { text: 'No.', finishReason: 'refused' }],
    ['refusal beside empty content', message({ content: '', refusal: 'No.' }), { text: 'No.' }],
    ['no refusal', message({ content: 'Yes', refusal: null }), { text: 'Yes', finishReason: 'stop' }],
    ['DeepSeek', message({ content: '4', reasoning_content: '2+2' }), { text: '4', reasoning: '2+2' }],
    ['vLLM', message({ content: '4', reasoning: '2+2' }), { text: '4', reasoning: '2+2' }],
    ['all reasoning', message({ content: null, reasoning: 'hm' }, 'length'), { text: '', reasoning: 'hm' }],
    ['null content', message({ content: null }, 'length'), { text: '', finishReason: 'length' }],
    [
      'parts',
      message({
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      }),
      { text: 'ab' },
    ],
    [
      'unknown end',
      message({ content: 'x' }, 'tool_calls'),
      { finishReason: 'other', rawFinishReason: 'tool_calls' },
    ],
    ['no end', message({ content: 'x' }, null), { finishReason: 'other', rawFinishReason: undefined }],
  ])('%s', (_name, body, completion) => {
    const reading = readResponse(body)
    expect(reading).toMatchObject({ state: 'completion', completion })
  })

  test.each([
    [
      { usage: { prompt_tokens: 9, completion_tokens: 2 } },
      { promptTokens: 9, completionTokens: 2, cachedTokens: undefined },
    ],
    [{ usage: { prompt_tokens_details: { cached_tokens: 4 } } }, { cachedTokens: 4 }],
    [{ usage: { prompt_cache_hit_tokens: 5 } }, { cachedTokens: 5 }],
    [{ timings: { cache_n: 6 } }, { cachedTokens: 6 }],
    [{ model: 'gpt-x-2026' }, { servedModel: 'gpt-x-2026' }],
    [{ model: 'Qwen/Qwen2.5-0.5B' }, { servedModel: 'Qwen/Qwen2.5-0.5B' }],
    [{ model: '/home/someone/models/m.gguf' }, { servedModel: 'm.gguf' }],
    [{ model: 'C:\\models\\m.gguf' }, { servedModel: 'm.gguf' }],
    [{ usage: { prompt_tokens: 'many' } }, { promptTokens: undefined }],
    [{ usage: null }, { promptTokens: undefined }],
  ])('%j → %j', (members, completion) => {
    expect(readResponse({ ...message({ content: '' }), ...members })).toMatchObject({ completion })
  })
})

test.each<[unknown, string]>([
  ['<html>hello</html>', 'an HTML page'],
  ['hello', 'plain text'],
  [undefined, 'empty'],
  [null, 'empty'],
  [7, 'a number'],
  [{}, 'no choices'],
  [{ choices: [] }, 'no choices'],
  [{ choices: {} }, 'no choices'],
  [{ choices: [null] }, 'no choices'],
  [{ choices: [{}] }, 'without text'],
  [{ choices: [{ finish_reason: 'stop' }] }, 'without text'],
  [{ choices: [{ message: {} }] }, 'without text'],
  [{ choices: [{ text: 7 }] }, 'without text'],
  [{ content: 'llama-server’s own', stop: true }, 'no choices'],
])('%j is malformed: %s', (body, problem) => {
  expect(readResponse(body)).toMatchObject({ state: 'malformed', problem: expect.stringContaining(problem) })
})

test.each<[unknown, number | undefined]>([
  [{ error: { message: 'x', code: 429 } }, 429],
  [{ error: { message: 'x', code: '503' } }, 503],
  [{ error: { message: 'x', code: 'overloaded' } }, 502],
  [{ choices: [{ error: { code: 500 } }] }, 500],
  [{ choices: [{ finish_reason: 'error', text: 'Par' }] }, 502],
  [{ choices: [{ finish_reason: 'insufficient_system_resource' }] }, 502],
  [{ choices: [{ text: 'x', finish_reason: 'stop' }], error: null }, undefined],
  ['<html>', undefined],
])('under status 200: %j is HTTP %j', (body, status) => {
  expect(hiddenErrorOf(body)?.status).toBe(status)
})

test.each<[string, string[], string, string]>([
  ['Paris\nLyon', ['\n'], 'Paris', 'stop'],
  ['a;b\nc', ['\n', ';'], 'a', 'stop'],
  ['\nParis', ['\n'], '', 'stop'],
  ['Paris', ['\n'], 'Paris', 'length'],
  ['Paris', [], 'Paris', 'length'],
  ['Paris', [''], 'Paris', 'length'],
])('%j cut at %j is %j', (text, stop, left, finishReason) => {
  expect(cutAtStop({ text, finishReason: 'length' }, stop)).toEqual({ text: left, finishReason })
})
