import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '../../../src/domain/provider.ts'
import { type ChainModel, type TinyToken, writeChainModel } from './chain-model.ts'
import { ask, modelOf, providerOf, raw } from './real-engine.ts'
import type { GgufValue } from './tiny-gguf.ts'

const folder = mkdtempSync(join(tmpdir(), 'icl-tiny-gguf-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Byte-level BPE's character for each byte. */
const BYTE_LEVEL: readonly string[] = (() => {
  let next = 0x100
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae
    return String.fromCharCode(printable ? byte : next++)
  })
})()

/** SentencePiece's token for each byte. */
const BYTE_FALLBACK = BYTE_LEVEL.map((_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)

/** Each token is followed by the one after it in a list. */
function followers(...chains: readonly (readonly string[])[]): Map<string, string> {
  return new Map(
    chains.flatMap((chain) => chain.slice(0, -1).map((text, at) => [text, chain[at + 1] ?? ''] as const)),
  )
}

const bytesOf = (alphabet: readonly string[], text: string): string[] =>
  [...Buffer.from(text)].map((byte) => alphabet[byte] ?? '')

async function open(name: string, model: ChainModel): Promise<Session> {
  const path = join(folder, `${name}.gguf`)
  writeChainModel(path, model)
  return providerOf(path).open(modelOf(name), {
    signal: new AbortController().signal,
    contextNeeded: 512,
    notice: () => {},
  })
}

/** No BOS, no chat template, three tokens that end an answer, and all text in single bytes. */
const BYTE_LEVEL_MODEL: ChainModel = {
  tokens: [
    ...BYTE_LEVEL.map((text): TinyToken => ({ text })),
    ...['<|endoftext|>', '<|im_end|>', '<|eot_id|>'].map((text) => ({ text, type: 3 })),
    { text: '<tool>', type: 4 },
    { text: '<|control|>', type: 3 },
  ],
  next: followers(
    ['A', ...bytesOf(BYTE_LEVEL, '中文'), '<|im_end|>'],
    ['B', ...bytesOf(BYTE_LEVEL, '€b'), '<|endoftext|>'],
    ['C', ...bytesOf(BYTE_LEVEL, 'c'), '<|eot_id|>'],
    // The first two bytes of a character of three.
    ['D', ...bytesOf(BYTE_LEVEL, 'd鱼').slice(0, -1), '<|endoftext|>'],
    ['E', ...bytesOf(BYTE_LEVEL, 'stop'), 'F'],
    ['G', '<tool>', '<|control|>', ...bytesOf(BYTE_LEVEL, 'h'), '<|endoftext|>'],
  ),
  header: {
    'tokenizer.ggml.model': 'gpt2',
    'tokenizer.ggml.pre': 'default',
    'tokenizer.ggml.merges': ['a b'],
    'tokenizer.ggml.eos_token_id': 256,
    'tokenizer.ggml.add_bos_token': false,
  },
}

describe('byte-level BPE without BOS and chat template', () => {
  let session: Session
  beforeAll(async () => {
    session = await open('byte-level', BYTE_LEVEL_MODEL)
  }, 60_000)
  afterAll(() => session.close())

  test.each([
    ['a character over three tokens arrives whole; one token ends it', 'A', [], '中文', 'end-of-generation'],
    ['another token ends it', 'B', [], '€b', 'end-of-generation'],
    ['a third token ends it', 'C', [], 'c', 'end-of-generation'],
    ['a character cut off by the end is left out', 'D', [], 'd', 'end-of-generation'],
    ['a stop string over four tokens', 'E', ['stop'], '', 'stop-string'],
    ['a stop string of several bytes a character', 'A', ['文'], '中', 'stop-string'],
    ['a token of the maker’s own is text, a control token is not', 'G', [], '<tool>h', 'end-of-generation'],
  ])('%s', async (_name, prompt, stop, text, rawFinishReason) => {
    expect(await ask(session, raw(prompt), { maxTokens: 20, stop })).toMatchObject({ text, rawFinishReason })
  })

  test('the same where answers are drawn', async () => {
    const drawn = { maxTokens: 20, stop: [], temperature: 0.01 }
    expect(await ask(session, raw('A'), drawn, { seed: 7 })).toMatchObject({
      text: '中文',
      rawFinishReason: 'end-of-generation',
    })
  })

  test('nothing stands before an empty prompt, which is said', async () => {
    await expect(ask(session, raw(''))).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining('no BOS token'),
    })
  })

  test('takes no chat, and says why', async () => {
    expect(session.capabilities.chat).toBe(false)
    await expect(
      ask(session, { rendering: 'chat', messages: [{ role: 'user', content: 'A', cuts: [] }] }),
    ).rejects.toMatchObject({ kind: 'unsupported', message: 'the model has no chat template' })
  })

  test('a likelihood of text in single bytes', async () => {
    const trial = { key: '', task: '', item: '', shots: 0, target: '' }
    const answer = await session.likelihoods?.(
      { prompt: raw('A'), continuations: ['中文', '中国'], trial },
      { signal: new AbortController().signal, worker: 0 },
    )
    const [right, wrong] = answer?.likelihoods ?? []
    expect(right).toMatchObject({ tokens: 6, greedy: true })
    expect(wrong?.greedy).toBe(false)
    expect(right?.logProbability).toBeGreaterThan(wrong?.logProbability ?? 0)
  })
})

const SENTENCE_PIECE: ChainModel = {
  tokens: [
    { text: '<unk>', type: 2 },
    { text: '<s>', type: 3 },
    { text: '</s>', type: 3 },
    ...BYTE_FALLBACK.map((text) => ({ text, type: 6 })),
    ...['▁', 'A', 'B', '▁said', '▁A'].map((text) => ({ text })),
    { text: '<gone>', type: 5 },
  ],
  next: followers(
    ['▁A', '▁said', ...bytesOf(BYTE_FALLBACK, '鱼x'), '<gone>', '</s>'],
    ['<s>', '▁said', ...bytesOf(BYTE_FALLBACK, '鱼')],
  ),
  header: {
    'tokenizer.ggml.model': 'llama',
    'tokenizer.ggml.scores': { floats: [...new Array<number>(260).fill(0), -1, -2, -3, -4, 0] },
    'tokenizer.ggml.bos_token_id': 1,
    'tokenizer.ggml.eos_token_id': 2,
    'tokenizer.ggml.unknown_token_id': 0,
  },
}

describe('SentencePiece with byte fallback', () => {
  let session: Session
  beforeAll(async () => {
    session = await open('sentence-piece', SENTENCE_PIECE)
  }, 60_000)
  afterAll(() => session.close())

  test.each([
    ['a space before a word, bytes of a character, a token that stands for nothing', 'A', ' said鱼x'],
    ['an empty prompt is BOS alone', '', ' said鱼x'],
  ])('%s', async (_name, prompt, text) => {
    expect(await ask(session, raw(prompt), { maxTokens: 20, stop: [] })).toMatchObject({
      text,
      rawFinishReason: 'end-of-generation',
    })
  })
})

describe('chat templates', () => {
  test.each<[string, string, RegExp]>([
    ['that are no Jinja', '{% for %}', /chat template cannot be used/],
    ['that refuse every message', "{{ raise_exception('never') }}", /chat template cannot be used: .*never/],
  ])(
    '%s: text is still continued, and chat is refused with the reason',
    async (name, template, reason) => {
      const header: Record<string, GgufValue> = {
        ...BYTE_LEVEL_MODEL.header,
        'tokenizer.chat_template': template,
      }
      const session = await open(name, { ...BYTE_LEVEL_MODEL, header })
      try {
        expect((await ask(session, raw('A'), { maxTokens: 20, stop: [] })).text).toBe('中文')
        await expect(
          ask(session, { rendering: 'chat', messages: [{ role: 'user', content: 'A', cuts: [] }] }),
        ).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringMatching(reason) })
      } finally {
        await session.close()
      }
    },
    60_000,
  )
})

test.each<[string, Record<string, GgufValue>, string]>([
  [
    'an encoder',
    { 'general.architecture': 'nomic-bert' },
    'a model of architecture "nomic-bert" does not continue text',
  ],
  ['no vocabulary', { 'tokenizer.ggml.tokens': [] }, 'llama.cpp cannot load the model'],
  ['an unknown architecture', { 'general.architecture': 'newest' }, 'llama.cpp cannot load the model'],
])(
  '%s: refused in one line',
  async (name, header, message) => {
    await expect(
      open(name, { ...BYTE_LEVEL_MODEL, header: { ...BYTE_LEVEL_MODEL.header, ...header } }),
    ).rejects.toMatchObject({ name: 'InputError', message: expect.stringContaining(message) })
  },
  60_000,
)
