import { describe, expect, test } from 'vitest'
import { createVocabulary } from '../../../src/providers/llama/vocabulary.ts'

const unknownKind = (): string => {
  throw new Error('the engine is not asked')
}

describe('byte-level BPE', () => {
  const vocabulary = createVocabulary(
    {
      model: 'gpt2',
      tokens: ['<|im_end|>', 'ĠParis', 'Ċ', 'ä½ł', 'ä', '½ł', '[PAD5]', '  '],
      token_type: [3, 1, 1, 1, 1, 1, 5, 4],
    },
    unknownKind,
  )
  test.each([
    [0, '<|im_end|>'],
    [1, ' Paris'],
    [2, '\n'],
    [3, '你'],
    [6, ''],
    [7, '  '],
  ])('token %i is %j', (token, text) => {
    expect(vocabulary.bytesOf(token).toString()).toBe(text)
  })
  test('a token may be part of a character', () => {
    expect([...vocabulary.bytesOf(4), ...vocabulary.bytesOf(5)]).toEqual([...Buffer.from('你')])
  })
  test('knows its control tokens', () => {
    expect(vocabulary.isControl(0)).toBe(true)
    expect(vocabulary.isControl(1)).toBe(false)
    expect([...vocabulary.controlTokens]).toEqual([['<|im_end|>', 0]])
    expect(vocabulary.addsSpacePrefix).toBe(false)
  })
})

describe('SentencePiece', () => {
  const metadata = {
    model: 'llama',
    tokens: ['<bos>', '▁Paris', '<0x0A>', '<0xE4>', '▁▁'],
    token_type: [3, 1, 6, 6, 1],
  }
  const vocabulary = createVocabulary(metadata, unknownKind)
  test.each([
    [0, [...Buffer.from('<bos>')]],
    [1, [...Buffer.from(' Paris')]],
    [2, [0x0a]],
    [3, [0xe4]],
    [4, [0x20, 0x20]],
  ])('token %i', (token, bytes) => {
    expect([...vocabulary.bytesOf(token)]).toEqual(bytes)
  })
  test.each([
    [undefined, true],
    [true, true],
    [false, false],
  ])('add_space_prefix %s', (flag, adds) => {
    const stated = flag === undefined ? metadata : { ...metadata, add_space_prefix: flag }
    expect(createVocabulary(stated, unknownKind).addsSpacePrefix).toBe(adds)
  })
})

test('another kind of tokenizer asks the engine', () => {
  const vocabulary = createVocabulary({ model: 't5', tokens: ['▁a'] }, (token) => `engine ${token}`)
  expect(vocabulary.bytesOf(0).toString()).toBe('engine 0')
})
