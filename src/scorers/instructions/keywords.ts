import { InputError } from '../../domain/input-error.ts'
import type { Instruction } from './instruction.ts'
import { literal, WORD } from './text-classes.ts'

const ANY_CASE = 'iu'

/** The place between a word character and another: `\b` for all scripts. */
const WORD_EDGE = `(?:(?<![${WORD}])(?=[${WORD}])|(?<=[${WORD}])(?![${WORD}]))`

const existence: Instruction = {
  description: 'each keyword is in it, in any case, also inside a word',
  kwargs: ['keywords'],
  compile: (kwargs) => {
    const patterns = kwargs.texts('keywords').map((keyword) => new RegExp(literal(keyword), ANY_CASE))
    return (response) => patterns.every((pattern) => pattern.test(response))
  },
}

const frequency: Instruction = {
  description: 'the keyword is in it that often, in any case, also inside words',
  kwargs: ['keyword', 'frequency', 'relation'],
  compile: (kwargs) => {
    const pattern = new RegExp(literal(kwargs.text('keyword')), `g${ANY_CASE}`)
    const holds = kwargs.comparison('frequency', 'relation')
    return (response) => holds(response.match(pattern)?.length ?? 0)
  },
}

const forbiddenWords: Instruction = {
  description: 'none of the words is in it, in any case; inside a longer word they are allowed',
  kwargs: ['forbidden_words'],
  compile: (kwargs) => {
    const patterns = kwargs
      .texts('forbidden_words')
      .map((word) => new RegExp(`${WORD_EDGE}${literal(word)}${WORD_EDGE}`, ANY_CASE))
    return (response) => !patterns.some((pattern) => pattern.test(response))
  },
}

const letterFrequency: Instruction = {
  description: 'the letter, or another single character, is in it that often, in any case',
  kwargs: ['letter', 'let_frequency', 'let_relation'],
  compile: (kwargs) => {
    const letter = kwargs.text('letter').toLowerCase()
    if ([...letter].length !== 1)
      throw new InputError(`letter: found ${JSON.stringify(letter)}, expected one character`)
    const holds = kwargs.comparison('let_frequency', 'let_relation')
    return (response) => holds(response.toLowerCase().split(letter).length - 1)
  },
}

/** Words and letters that must or must not be there. */
export const keywordInstructions: { readonly [id: string]: Instruction } = {
  'keywords:existence': existence,
  'keywords:frequency': frequency,
  'keywords:forbidden_words': forbiddenWords,
  'keywords:letter_frequency': letterFrequency,
}
