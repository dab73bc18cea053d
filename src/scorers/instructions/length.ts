import { InputError } from '../../domain/input-error.ts'
import type { Instruction } from './instruction.ts'
import { sentencesOf } from './sentences.ts'
import { isBlank, SPACE, strip, UNICODE_WORD, wordsOf } from './text-classes.ts'

const WORDS = new RegExp(`[${UNICODE_WORD}]+`, 'gu')
const DIVIDER = new RegExp(`[${SPACE}]?\\*\\*\\*[${SPACE}]?`, 'u')

/** How many runs of letters, marks, digits and underscores there are: `don't` has two. */
export function countWords(text: string): number {
  return text.match(WORDS)?.length ?? 0
}

const sentences: Instruction = {
  description: 'it has that many sentences, by the Punkt model for English',
  kwargs: ['num_sentences', 'relation'],
  compile: (kwargs) => {
    const holds = kwargs.comparison('num_sentences', 'relation')
    return (response) => holds(sentencesOf(response).length)
  },
}

const words: Instruction = {
  description: 'it has that many words',
  kwargs: ['num_words', 'relation'],
  compile: (kwargs) => {
    const holds = kwargs.comparison('num_words', 'relation')
    return (response) => holds(countWords(response))
  },
}

const paragraphs: Instruction = {
  description:
    'exactly that many paragraphs stand between dividers `***`; only the first and last may be blank',
  kwargs: ['num_paragraphs'],
  compile: (kwargs) => {
    const wanted = kwargs.count('num_paragraphs')
    return (response) => {
      const parts = response.split(DIVIDER)
      const inner = parts.slice(1, -1)
      return !inner.some(isBlank) && parts.filter((part) => !isBlank(part)).length === wanted
    }
  },
}

const EMPTY_LINE = '\n\n'

const nthParagraphFirstWord: Instruction = {
  description:
    'exactly that many paragraphs stand between empty lines, and the nth begins with that word, in any case',
  kwargs: ['num_paragraphs', 'nth_paragraph', 'first_word'],
  compile: (kwargs) => {
    const wanted = kwargs.count('num_paragraphs')
    const nth = kwargs.count('nth_paragraph', 1)
    const firstWord = kwargs.text('first_word').toLowerCase()
    if (nth > wanted)
      throw new InputError(`nth_paragraph: found ${nth}, expected at most num_paragraphs, ${wanted}`)
    return (response) => {
      const parts = response.split(EMPTY_LINE)
      const paragraph = strip(parts[nth - 1] ?? '')
      const full = parts.filter((part) => !isBlank(part)).length
      return full === wanted && paragraph !== '' && firstWordOf(paragraph) === firstWord
    }
  },
}

/** In lower case, without opening quotes, up to the first punctuation mark. */
function firstWordOf(paragraph: string): string {
  const [word = ''] = wordsOf(paragraph)
  const [first = ''] = word.replace(/^'*"*/u, '').split(/[.,?!'"]/u)
  return first.toLowerCase()
}

/** How long the response is. */
export const lengthInstructions: { readonly [id: string]: Instruction } = {
  'length_constraints:number_sentences': sentences,
  'length_constraints:number_paragraphs': paragraphs,
  'length_constraints:number_words': words,
  'length_constraints:nth_paragraph_first_word': nthParagraphFirstWord,
}
