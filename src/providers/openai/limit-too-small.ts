import type { HttpFailure } from '../http/http-failure.ts'

/**
 * OpenAI's reasoning models may answer 400 where the length limit was used up before the answer began:
 * not a bad request but an answer of no text, cut by its limit.
 */
export function isLimitTooSmall(failure: HttpFailure | undefined): boolean {
  return failure?.status === 400 && /max_tokens or model output limit was reached/i.test(failure.message)
}
