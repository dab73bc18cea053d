import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emit } from '../../../src/providers/simulated/emit.ts'
import { nearMiss } from '../../../src/providers/simulated/near-miss.ts'
import { countTokens, tokensOf } from '../../../src/providers/simulated/tokens.ts'

/** One of each class of character, half a surrogate pair among them, or anything in ASCII. */
const anyCharacter = fc.oneof(
  fc.constantFrom(' ', '\n', 'é', '×', 'ж', 'ԯ', '猫', '\ud7ff', '\ue000', '😀', '\ud83d', '\ude00'),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
)

test.each([
  ['', []],
  ['1234', ['1', '2', '3', '4']],
  ['Paris', ['Pari', 's']],
  ['the white cat', ['the', ' whit', 'e', ' cat']],
  ['A: -7\n\n', ['A', ':', ' -', '7', '\n', '\n']],
  ['猫坐着', ['猫', '坐', '着']],
  ['été 😀!', ['été', ' 😀', '!']],
  ['a  ', ['a', ' ', ' ']],
])('tokens of %j', (text, tokens) => {
  expect(tokensOf(text)).toEqual(tokens)
})

test('tokens joined are the text, and are as many as counted', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 40 }), (text) => {
      const tokens = tokensOf(text)
      expect(tokens.join('')).toBe(text)
      expect(tokens).toHaveLength(countTokens(text))
      expect(tokens).not.toContain('')
    }),
  )
})

describe('a near miss', () => {
  test('differs, whatever the token and its case, unless it is white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, minLength: 1 }), fc.integer(), (text, hash) => {
        for (const token of tokensOf(text)) {
          const missed = nearMiss(token, hash)
          if (token.trim() === '') expect(missed).toBe(token)
          else expect(missed).not.toBe(token)
          if (token.isWellFormed()) expect(missed.isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    ['0', ['1']],
    ['9', ['8']],
    ['5', ['4', '6']],
    [' 5', [' 4', ' 6']],
    ['A', ['B']],
    ['z', ['y']],
    ['no', ['mo', 'oo', 'nn', 'np']],
    ['ж', ['д', 'и']],
  ])('of %j is one of %j', (token, allowed) => {
    const seen = new Set(
      Array.from({ length: 64 }, (_, hash) => nearMiss(token, Math.imul(hash, 0x9e3779b9))),
    )
    expect([...seen].sort()).toEqual([...allowed].sort())
  })
})

describe('the end of a response', () => {
  const tokens = [' 4', '2', '\n']
  test.each([
    ['at a stop string', ['\n'], 16, { text: ' 42', finishReason: 'stop', tokens: 3 }],
    ['at the first of several', ['2', '4'], 16, { text: ' ', finishReason: 'stop', tokens: 1 }],
    ['of itself', [], 16, { text: ' 42\n', finishReason: 'stop', tokens: 3 }],
    ['at the limit, answer complete', ['\n'], 2, { text: ' 42', finishReason: 'length', tokens: 2 }],
    ['at the limit, answer cut', ['\n'], 1, { text: ' 4', finishReason: 'length', tokens: 1 }],
    ['at the limit of just enough', [], 3, { text: ' 42\n', finishReason: 'stop', tokens: 3 }],
    ['an empty stop string ends nothing', [''], 16, { text: ' 42\n', finishReason: 'stop', tokens: 3 }],
  ])('%s', (_name, stop, maxTokens, expected) => {
    expect(emit(tokens, stop, maxTokens)).toEqual(expected)
  })
})
