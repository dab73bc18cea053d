import type { Session } from '../domain/provider.ts'
import { ProviderError } from '../domain/provider-error.ts'
import type { Decoding } from '../domain/task.ts'
import type { Answers } from './ask-question.ts'

/**
 * Why an answer does not count: its prompt, as the server counted it, leaves less of the context than the answer was
 * promised, so that one of the two may have been cut. Judged by the limit, not by what this answer happened to take:
 * else short answers would be scored and long ones not. `undefined` where it fits or nobody knows.
 */
export function overflowOf(
  { completion }: Pick<Answers, 'completion'>,
  { maxTokens }: Decoding,
  { contextLength }: Session['capabilities'],
): ProviderError | undefined {
  const promptTokens = completion?.promptTokens
  if (promptTokens === undefined || contextLength === undefined) return undefined
  if (promptTokens + maxTokens <= contextLength) return undefined
  return new ProviderError(
    `${promptTokens} prompt tokens and ${maxTokens} for the answer exceed the context of ${contextLength}`,
    { provider: '', kind: 'context' },
  )
}
