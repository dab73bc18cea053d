import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutIntoPieces } from '../../../src/providers/llama/pieces.ts'
import { createVocabulary, type Vocabulary } from '../../../src/providers/llama/vocabulary.ts'

/** A tokenizer whose tokens are the given texts; `<…>` is a control token. */
function vocabularyOf(texts: readonly string[], model: 'gpt2' | 'llama' = 'llama'): Vocabulary {
  const tokens = [...new Set(texts)]
  return createVocabulary(
    {
      model,
      tokens: tokens.map((text) => text.replaceAll(' ', '▁')),
      token_type: tokens.map((text) => (text.startsWith('<') ? 3 : 1)),
      add_space_prefix: false,
    },
    () => '',
  )
}

function cut(texts: readonly string[], cuts: readonly number[], bare = 0): string[] {
  const distinct = [...new Set(texts)]
  const pieces = cutIntoPieces(
    { text: texts.slice(bare).join(''), tokens: texts.map((text) => distinct.indexOf(text)), bare },
    cuts,
    vocabularyOf(texts),
  )
  return pieces.map((piece) => piece.map((token) => distinct[token]).join('|'))
}

describe('cutIntoPieces', () => {
  test.each([
    ['no cuts', ['a', 'b'], [], 0, ['a|b']],
    ['on a boundary', ['ab', 'cd', 'ef'], [2, 4], 0, ['ab', 'cd', 'ef']],
    ['inside a token: before it', ['ab', 'cd', 'ef'], [3], 0, ['ab', 'cd|ef']],
    ['two cuts in one token fall together', ['ab', 'cdef', 'g'], [3, 4], 0, ['ab', 'cdef|g']],
    ['at the end: the last piece keeps its tokens', ['ab', 'cd'], [4], 0, ['ab|cd']],
    ['at the start', ['ab', 'cd'], [0], 0, ['ab|cd']],
    ['BOS counts for nothing', ['<bos>', 'ab', 'cd'], [2], 1, ['<bos>|ab', 'cd']],
    ['BOS makes no piece of its own', ['<bos>', 'ab', 'cd'], [1], 1, ['<bos>|ab|cd']],
    ['offsets are UTF-16 units, not bytes', ['你好', '😀', 'x'], [2, 4], 0, ['你好', '😀', 'x']],
  ])('%s', (_name, texts, cuts, bare, expected) => {
    expect(cut(texts, cuts, bare)).toEqual(expected)
  })

  test('a space that the tokenizer adds has no place in the text', () => {
    const metadata = { model: 'llama', tokens: ['▁a', 'b', '<x>', '▁c'], token_type: [1, 1, 3, 1] }
    const vocabulary = createVocabulary(metadata, () => '')
    const pieces = cutIntoPieces({ text: 'ab<x>cb', tokens: [0, 1, 2, 3, 1], bare: 0 }, [1, 6], vocabulary)
    expect(pieces).toEqual([[0], [1, 2, 3], [1]])
  })

  test('pieces hold every token once, in order, and none is empty', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }), { minLength: 1 })
    fc.assert(
      fc.property(texts, fc.array(fc.nat(60)), (words, cuts) => {
        const tokens = words.map((word) => [...new Set(words)].indexOf(word))
        const pieces = cutIntoPieces({ text: words.join(''), tokens, bare: 0 }, cuts, vocabularyOf(words))
        expect(pieces.flat()).toEqual(tokens)
        expect(pieces.every((piece) => piece.length > 0)).toBe(true)
      }),
    )
  })

  test('prompts that begin alike have the same first pieces', () => {
    const words = fc.array(fc.constantFrom('a', 'bb', ' c', '你', '\n'), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(words, words, words, (shared, one, other) => {
        const at = shared.join('').length
        const all = ['a', 'bb', ' c', '你', '\n']
        const vocabulary = vocabularyOf(all)
        const first = [one, other].map((rest) => {
          const texts = [...shared, ...rest]
          const tokens = texts.map((text) => all.indexOf(text))
          return cutIntoPieces({ text: texts.join(''), tokens, bare: 0 }, [at], vocabulary)[0]
        })
        expect(first[0]).toEqual(first[1])
      }),
    )
  })
})
