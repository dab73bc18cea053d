import type { Prompt } from '../domain/prompt.ts'
import { promptText } from '../domain/prompt.ts'
import type { Session } from '../domain/provider.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { givesLikelihoods, type Question } from './question.ts'

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

/** What has to fit behind a prompt: an answer of so many tokens, and each of the texts by itself. */
export interface Room {
  readonly maxTokens: number
  readonly continuations?: readonly string[] | undefined
}

type Counting = Pick<Session, 'capabilities' | 'countTokens'>

/**
 * Why a prompt is not for this model, or `undefined` when it is or only the model can tell: a rendering it cannot
 * do, or more tokens of prompt and answer than its context holds. Tokens are counted only where their bound is too near.
 */
export async function misfitOf(
  prompt: Prompt,
  { maxTokens, continuations = [] }: Room,
  session: Counting,
): Promise<ProviderError | undefined> {
  const { capabilities } = session
  if (prompt.rendering === 'raw' ? !capabilities.raw : !capabilities.chat) {
    const cannot = prompt.rendering === 'raw' ? 'takes messages only, no raw text' : 'has no chat template'
    return new ProviderError(`the model ${cannot}`, { provider: '', kind: 'unsupported' })
  }
  const { contextLength } = capabilities
  if (contextLength === undefined || session.countTokens === undefined) return undefined
  const after = Math.max(maxTokens, ...continuations.map((text) => Buffer.byteLength(text)))
  if (contextBound(prompt) + after <= contextLength) return undefined
  const tokens = await session.countTokens(prompt)
  if (tokens + maxTokens > contextLength)
    return tooLong(`${tokens} prompt tokens and ${maxTokens} for the answer exceed`, contextLength)
  for (const text of continuations) {
    if (tokens + Buffer.byteLength(text) <= contextLength) continue
    const whole = await countWith(prompt, text, tokens, session)
    if (whole > contextLength)
      return tooLong(`${whole} tokens of prompt and continuation exceed`, contextLength)
  }
  return undefined
}

function tooLong(what: string, contextLength: number): ProviderError {
  return new ProviderError(`${what} the context of ${contextLength}`, { provider: '', kind: 'context' })
}

/** Tokens of a prompt and a text after it: their bound in a chat, whose template is the model's. */
async function countWith(prompt: Prompt, text: string, tokens: number, session: Counting): Promise<number> {
  if (prompt.rendering !== 'raw' || session.countTokens === undefined) return tokens + Buffer.byteLength(text)
  return session.countTokens({ ...prompt, text: prompt.text + text })
}

/**
 * Why a question is not for this model, or why that could not be found out: a count that failed after all its tries
 * fails its trial, and that one only.
 */
export async function misfitOrFailure(
  { prompt, completion, likelihood }: Question,
  session: Session,
): Promise<ProviderError | undefined> {
  // Of a question that asks for an answer as well, what is answered is kept.
  if (completion === undefined && !givesLikelihoods(session)) return noLikelihoods()
  const room = {
    maxTokens: completion?.decoding.maxTokens ?? 0,
    continuations: likelihood?.continuations,
  }
  try {
    return await misfitOf(prompt, room, session)
  } catch (error) {
    if (error instanceof ProviderError) return error
    throw error
  }
}

/** What a trial is skipped for whose answer is chosen by likelihood. */
export function noLikelihoods(): ProviderError {
  return new ProviderError('the model gives no log-likelihoods of given texts', {
    provider: '',
    kind: 'unsupported',
  })
}
