import { combinationInstructions } from './combination.ts'
import { contentInstructions } from './content.ts'
import { dialogueInstructions } from './dialogue.ts'
import { formatInstructions } from './format.ts'
import type { Instruction } from './instruction.ts'
import { keywordInstructions } from './keywords.ts'
import { languageInstructions } from './language.ts'
import { lengthInstructions } from './length.ts'
import { letterCaseInstructions } from './letter-case.ts'
import { punctuationInstructions } from './punctuation.ts'
import { startEndInstructions } from './start-end.ts'

/**
 * Every instruction by the id that items use: the 25 types of IFEval (Zhou et al. 2023, arXiv:2311.07911), whose verdicts
 * are those of the checkers in lm-evaluation-harness, and our own for dialogues.
 */
export const INSTRUCTIONS: { readonly [id: string]: Instruction } = {
  ...keywordInstructions,
  ...languageInstructions,
  ...lengthInstructions,
  ...contentInstructions,
  ...formatInstructions,
  ...combinationInstructions,
  ...startEndInstructions,
  ...letterCaseInstructions,
  ...punctuationInstructions,
  ...dialogueInstructions,
}
