import type { Prompt } from '../domain/prompt.ts'
import { promptText } from '../domain/prompt.ts'
import type { Session } from '../domain/provider.ts'
import { ProviderError } from '../domain/provider-error.ts'
import type { Decoding } from '../domain/task.ts'

/** Room for BOS and a chat template's own tokens around each message: more than any known template spends. */
const TEMPLATE_TOKENS = 64

/** Room for what a chat template says before the first message: some models' own system prompts are half as long. */
const PREAMBLE_TOKENS = 1024

/**
 * An upper bound of a prompt's tokens: no tokenizer spends more than one token on a UTF-8 byte (byte-level BPE, and
 * SentencePiece with byte fallback), to which a chat template adds its own.
 */
function tokenBound(prompt: Prompt): number {
  const messages = prompt.rendering === 'raw' ? 1 : prompt.messages.length
  return Buffer.byteLength(promptText(prompt)) + TEMPLATE_TOKENS * messages
}

/** The bound of what a context must hold for a prompt: also a chat template that begins with instructions of its own. */
export function contextBound(prompt: Prompt): number {
  return tokenBound(prompt) + (prompt.rendering === 'raw' ? 0 : PREAMBLE_TOKENS)
}

/**
 * Why a prompt is not for this model, or `undefined` when it is or only the model can tell: a rendering it cannot
 * do, or more tokens of prompt and answer than its context holds. Tokens are counted only where their bound is too near.
 */
export async function misfitOf(
  prompt: Prompt,
  decoding: Decoding,
  session: Pick<Session, 'capabilities' | 'countTokens'>,
): Promise<ProviderError | undefined> {
  const { capabilities } = session
  if (prompt.rendering === 'raw' ? !capabilities.raw : !capabilities.chat) {
    const cannot = prompt.rendering === 'raw' ? 'takes messages only, no raw text' : 'has no chat template'
    return new ProviderError(`the model ${cannot}`, { provider: '', kind: 'unsupported' })
  }
  const { contextLength } = capabilities
  if (contextLength === undefined || session.countTokens === undefined) return undefined
  if (contextBound(prompt) + decoding.maxTokens <= contextLength) return undefined
  const tokens = await session.countTokens(prompt)
  if (tokens + decoding.maxTokens <= contextLength) return undefined
  return new ProviderError(
    `${tokens} prompt tokens and ${decoding.maxTokens} for the answer exceed the context of ${contextLength}`,
    { provider: '', kind: 'context' },
  )
}

/**
 * Why a prompt is not for this model, or why that could not be found out: a count that failed after all its tries
 * fails its trial, and that one only.
 */
export async function misfitOrFailure(
  ...asked: Parameters<typeof misfitOf>
): Promise<ProviderError | undefined> {
  try {
    return await misfitOf(...asked)
  } catch (error) {
    if (error instanceof ProviderError) return error
    throw error
  }
}
