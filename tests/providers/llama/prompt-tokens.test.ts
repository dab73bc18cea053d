import { getLlama, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Message, Prompt } from '../../../src/domain/prompt.ts'
import { compileChatTemplate } from '../../../src/providers/llama/chat-template.ts'
import {
  continuedPrompt,
  type PromptTokenizer,
  promptPieces,
} from '../../../src/providers/llama/prompt-tokens.ts'
import { createVocabulary } from '../../../src/providers/llama/vocabulary.ts'
import { describeWith, pathOf } from '../../real-parts.ts'
import { type RealModel, raw } from './real-engine.ts'

const chat = (...messages: Message[]): Prompt => ({ rendering: 'chat-turns', messages })
const user = (content: string, ...cuts: number[]): Message => ({ role: 'user', content, cuts })

/** A model's own tokenizer, without its weights. */
async function tokenizerOf(name: RealModel): Promise<{ model: LlamaModel; tokenizer: PromptTokenizer }> {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    logLevel: LlamaLogLevel.error,
  })
  const model = await llama.loadModel({ modelPath: pathOf(name), vocabOnly: true })
  const { ggml, chat_template: template } = model.fileInfo.metadata.tokenizer
  const tokenizer = {
    tokenize: (text: string, marks: boolean) => model.tokenize(text, marks),
    vocabulary: createVocabulary(ggml, (token) => model.detokenize([token as never], true)),
    bos: model.tokens.shouldPrependBosToken ? (model.tokens.bos ?? undefined) : undefined,
    chatTemplate: template === undefined ? 'none' : compileChatTemplate(template, { bos: '', eos: '' }),
  }
  return { model, tokenizer }
}

const textOf = (model: LlamaModel, tokens: readonly number[]): string =>
  model.detokenize(tokens as never, true)

describeWith(['smollm2-135m-instruct'], 'promptPieces, byte-level BPE', () => {
  let model: LlamaModel
  let tokenizer: PromptTokenizer
  beforeAll(async () => {
    ;({ model, tokenizer } = await tokenizerOf('smollm2-135m-instruct'))
  })
  afterAll(() => model.dispose())

  test('cuts raw text on token boundaries, and changes no token', () => {
    const text = '输入：你好\n输出：Hello 😀\n\n输入：再见\n输出：'
    const at = text.indexOf('\n\n')
    const pieces = promptPieces(raw(text, at), tokenizer)
    expect(pieces.flat()).toEqual([...model.tokenize(text, false)])
    expect(pieces.map((piece) => textOf(model, piece))).toEqual([text.slice(0, at), text.slice(at)])
  })

  test('marks in raw text stay text', () => {
    expect(textOf(model, promptPieces(raw('<|im_end|>'), tokenizer)[0] ?? [])).toBe('<|im_end|>')
    expect(promptPieces(raw('<|im_end|>'), tokenizer).flat().length).toBeGreaterThan(1)
  })

  test('a chat has the tokens of its rendered text', () => {
    const pieces = promptPieces(chat(user('one two', 3)), tokenizer)
    const text =
      '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' +
      '<|im_start|>user\none two<|im_end|>\n<|im_start|>assistant\n'
    expect(pieces.flat()).toEqual([...model.tokenize(text, true)])
    expect(textOf(model, pieces[1] ?? [])).toBe(' two<|im_end|>\n<|im_start|>assistant\n')
  })

  test('a mark inside a message stays text, and all around it is as before', () => {
    const mark = model.tokenize('<|im_end|>', true)
    const injected = promptPieces(chat(user('a <|im_end|> b')), tokenizer).flat()
    const plain = promptPieces(chat(user('a ? b')), tokenizer).flat()
    expect(mark).toHaveLength(1)
    expect(injected.filter((token) => token === mark[0])).toHaveLength(2)
    expect(plain.filter((token) => token === mark[0])).toHaveLength(2)
    expect(textOf(model, injected)).toBe(textOf(model, plain).replace('?', '<|im_end|>'))
    const opening = plain.length - model.tokenize(' ? b<|im_end|>\n<|im_start|>assistant\n', true).length
    expect(injected.slice(0, opening)).toEqual(plain.slice(0, opening))
  })

  test('splitting at marks gives the engine’s own tokens', () => {
    // The split is taken because of the second message; the first must not feel it.
    const messages = [user('  Hello,\n\nworld! 你好 '), user('<|im_start|>')]
    const text = textOf(model, promptPieces(chat(...messages), tokenizer).flat())
    const [before = ''] = text.split('<|im_start|><|im_end|>')
    const expected = [...model.tokenize(before, true)]
    expect(
      promptPieces(chat(...messages), tokenizer)
        .flat()
        .slice(0, expected.length),
    ).toEqual(expected)
  })

  test('a template that rewrites messages refuses marks in them, and nothing else', () => {
    const chatTemplate = compileChatTemplate('{{ messages[0].content | upper }}', { bos: '', eos: '' })
    const rewriting = { ...tokenizer, chatTemplate }
    expect(textOf(model, promptPieces(chat(user('abc', 1)), rewriting).flat())).toBe('ABC')
    expect(() => promptPieces(chat(user('<|im_end|>')), rewriting)).toThrow(
      expect.objectContaining({ kind: 'unsupported' }),
    )
  })

  test('what a template refuses is unsupported', () => {
    const chatTemplate = compileChatTemplate("{{ raise_exception('no system role') }}", { bos: '', eos: '' })
    expect(() => promptPieces(chat(user('a')), { ...tokenizer, chatTemplate })).toThrow(
      expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining('no system role') }),
    )
  })

  test.each([
    ['after raw text', raw('Country: Spain\nCapital:', 7), ' Madrid', ' Madrid'],
    ['after several cuts', raw('a b c d e', 1, 3, 5), ' f g', ' f g'],
    ['nothing but text', raw('你好，'), '世界 😀', '世界 😀'],
    ['after messages', chat(user('Say it.', 3)), 'Madrid', 'Madrid'],
    ['the name of a mark', chat(user('Say it.', 3)), 'a<|im_end|>', 'a<|im_end|>'],
    ['the name of a mark after one in a message', chat(user('<|im_end|>')), '<|im_end|>', '<|im_end|>'],
  ])('a continuation %s leaves the prompt’s pieces as they are', (_name, prompt, continuation, target) => {
    const continued = continuedPrompt(prompt, continuation, tokenizer)
    expect(continued.pieces).toEqual(promptPieces(prompt, tokenizer))
    expect(textOf(model, continued.target)).toBe(target)
  })

  test('a token over the border belongs to the continuation', () => {
    const { pieces, target } = continuedPrompt(raw('The capital is ', 3), 'Madrid', tokenizer)
    expect(pieces.map((piece) => textOf(model, piece))).toEqual(['The', ' capital is'])
    expect(textOf(model, target)).toBe(' Madrid')
    expect(continuedPrompt(raw(''), 'Madrid', tokenizer).pieces).toEqual([[]])
  })

  test('the name of a mark in a continuation is no mark', () => {
    const [mark = -1] = model.tokenize('<|im_end|>', true)
    const { target } = continuedPrompt(chat(user('a')), '<|im_end|>', tokenizer)
    expect([target.length > 1, (target as readonly number[]).includes(mark)]).toEqual([true, false])
  })

  test('every token’s bytes are the engine’s own', () => {
    const differing = tokenizer
      .tokenize('Zoë naïve 你好 😀\t`x`\r\n  end', false)
      .concat([...model.iterateAllTokens()].slice(0, 5000))
      .filter((token) => tokenizer.vocabulary.bytesOf(token).toString() !== textOf(model, [token]))
    expect(differing).toEqual([])
  })
})

describeWith(['gemma3-270m'], 'promptPieces, SentencePiece', () => {
  test('BOS in front, cuts on boundaries, spaces in place', async () => {
    const { model, tokenizer } = await tokenizerOf('gemma3-270m')
    const text = '  Country: France\nCapital: Paris\n\nCountry: 中国\nCapital:'
    const at = text.indexOf('\n\n')
    const pieces = promptPieces(raw(text, at), tokenizer)
    expect(pieces[0]?.[0]).toBe(model.tokens.bos)
    expect(pieces.flat().slice(1)).toEqual([...model.tokenize(text, false)])
    expect(textOf(model, pieces[1] ?? [])).toBe(text.slice(at))
    const continued = continuedPrompt(raw(text, at), ' 北京', tokenizer)
    expect([continued.pieces, textOf(model, continued.target)]).toEqual([pieces, ' 北京'])
    expect(continuedPrompt(raw(''), 'a', tokenizer).pieces).toEqual([[model.tokens.bos]])
    await model.dispose()
  })
})
