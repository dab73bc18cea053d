import { countCapitalWords } from './capital-words.ts'
import type { Instruction } from './instruction.ts'
import { detectLanguage } from './language-detector.ts'
import { isLowerCase, isUpperCase } from './text-classes.ts'

const capitalWordFrequency: Instruction = {
  description: 'it has that many words in capital letters alone, split as in the Penn Treebank',
  kwargs: ['capital_frequency', 'capital_relation'],
  compile: (kwargs) => {
    const holds = kwargs.comparison('capital_frequency', 'capital_relation')
    return (response) => holds(countCapitalWords(response))
  },
}

/** A text without anything to tell its language by counts as English. */
function isEnglish(text: string): boolean {
  return (detectLanguage(text) ?? 'en') === 'en'
}

const englishCapital: Instruction = {
  description: 'it is English in capital letters alone',
  kwargs: [],
  compile: () => (response) => isUpperCase(response) && isEnglish(response),
}

const englishLowercase: Instruction = {
  description: 'it is English in small letters alone',
  kwargs: [],
  compile: () => (response) => isLowerCase(response) && isEnglish(response),
}

/** Capital and small letters. */
export const letterCaseInstructions: { readonly [id: string]: Instruction } = {
  'change_case:capital_word_frequency': capitalWordFrequency,
  'change_case:english_capital': englishCapital,
  'change_case:english_lowercase': englishLowercase,
}
