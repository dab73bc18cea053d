import type { Instruction } from './instruction.ts'
import { detectLanguage } from './language-detector.ts'
import { LANGUAGES } from './language-model.ts'

const responseLanguage: Instruction = {
  description: 'it is in that language, as far as it has anything to tell the language by',
  kwargs: ['language'],
  compile: (kwargs) => {
    const language = kwargs.name('language', LANGUAGES)
    return (response) => (detectLanguage(response) ?? language) === language
  },
}

/** The language of the response. */
export const languageInstructions: { readonly [id: string]: Instruction } = {
  'language:response_language': responseLanguage,
}
