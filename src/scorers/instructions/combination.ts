import type { Instruction } from './instruction.ts'
import { isBlank, strip } from './text-classes.ts'

const SIX_STARS = '******'

const twoResponses: Instruction = {
  description: 'it is two different responses with `******` between them',
  kwargs: [],
  compile: () => (response) => {
    const parts = response.split(SIX_STARS)
    if (parts.slice(1, -1).some(isBlank)) return false
    const [first, second, ...others] = parts.filter((part) => !isBlank(part)).map(strip)
    return second !== undefined && others.length === 0 && first !== second
  },
}

const repeatPrompt: Instruction = {
  description: 'it begins with the prompt, in any case',
  kwargs: ['prompt_to_repeat'],
  compile: (kwargs) => {
    const prompt = strip(kwargs.text('prompt_to_repeat')).toLowerCase()
    return (response) => strip(response).toLowerCase().startsWith(prompt)
  },
}

/** Answers of more than one part. */
export const combinationInstructions: { readonly [id: string]: Instruction } = {
  'combination:two_responses': twoResponses,
  'combination:repeat_prompt': repeatPrompt,
}
