import { promptText } from '../domain/prompt.ts'
import { type Answers, totalUsage } from './ask-question.ts'
import type { Question } from './question.ts'
import type { TokenUse } from './retry.ts'

/** Bytes of a usual token of English: services that limit tokens a minute reckon so too before they know. */
const BYTES_PER_TOKEN = 4

/** What a question uses of a limit on tokens a minute: first an estimate, with the longest answer; then what it was. */
export function tokenUseOf({ prompt, completion, likelihood }: Question): TokenUse<Answers> {
  return {
    estimateTokens: () => {
      const ofPrompt = tokensIn(promptText(prompt))
      const answered = completion === undefined ? 0 : ofPrompt + completion.decoding.maxTokens
      if (likelihood === undefined) return answered
      return likelihood.continuations.reduce((sum, text) => sum + tokensIn(text), answered + ofPrompt)
    },
    usedTokens: (answers) => {
      const { promptTokens, completionTokens } = totalUsage(answers)
      return promptTokens === undefined || completionTokens === undefined
        ? undefined
        : promptTokens + completionTokens
    },
  }
}

function tokensIn(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)
}
