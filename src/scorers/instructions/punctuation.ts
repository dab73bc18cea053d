import type { Instruction } from './instruction.ts'

const noComma: Instruction = {
  description: 'it has no comma',
  kwargs: [],
  compile: () => (response) => !response.includes(','),
}

/** Punctuation marks. */
export const punctuationInstructions: { readonly [id: string]: Instruction } = {
  'punctuation:no_comma': noComma,
}
