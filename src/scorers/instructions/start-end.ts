import type { Instruction } from './instruction.ts'
import { strip } from './text-classes.ts'

const endChecker: Instruction = {
  description: 'it ends with the phrase, in any case; double quotes around the response do not matter',
  kwargs: ['end_phrase'],
  compile: (kwargs) => {
    const phrase = strip(kwargs.text('end_phrase')).toLowerCase()
    return (response) =>
      strip(response)
        .replaceAll(/^"+|"+$/gu, '')
        .toLowerCase()
        .endsWith(phrase)
  },
}

const quotation: Instruction = {
  description: 'it stands in double quotes',
  kwargs: [],
  compile: () => (response) => /^".*"$/su.test(strip(response)),
}

/** How the response begins and ends. */
export const startEndInstructions: { readonly [id: string]: Instruction } = {
  'startend:end_checker': endChecker,
  'startend:quotation': quotation,
}
