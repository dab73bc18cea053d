import { promptText } from '../domain/prompt.ts'
import type { Completion, CompletionRequest } from '../domain/provider.ts'
import type { TokenUse } from './retry.ts'

/** Bytes of a usual token of English: services that limit tokens a minute reckon so too before they know. */
const BYTES_PER_TOKEN = 4

/** What a request uses of a limit on tokens a minute: first an estimate, with the longest answer; then what it was. */
export function tokenUseOf({ prompt, decoding }: CompletionRequest): TokenUse<Completion> {
  return {
    estimateTokens: () =>
      Math.ceil(Buffer.byteLength(promptText(prompt)) / BYTES_PER_TOKEN) + decoding.maxTokens,
    usedTokens: ({ promptTokens, completionTokens }) =>
      promptTokens === undefined || completionTokens === undefined
        ? undefined
        : promptTokens + completionTokens,
  }
}
