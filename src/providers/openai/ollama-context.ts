import { isRecord } from '../http/http-failure.ts'
import type { Caller } from './call.ts'
import type { ListedModel } from './model-list.ts'

/**
 * The context that an Ollama server has loaded a model with, in tokens; `undefined` where the server is none. By
 * OpenAI's protocol Ollama cuts a prompt that is longer, and says nothing: what fills the context is then known to
 * have been cut. It has to be asked after the model was used, which loads it.
 */
export async function ollamaContext(
  call: Caller,
  root: string,
  { id, ownedBy }: Pick<ListedModel, 'id' | 'ownedBy'>,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (ownedBy !== OWNER) return undefined
  const answer = await call({ method: 'get', path: `${root}/api/ps`, signal, stage: 'open' })
  if (!answer.ok || !isRecord(answer.body) || !Array.isArray(answer.body.models)) return undefined
  const loaded = answer.body.models.filter(isRecord)
  const named = loaded.filter(({ name }) => name === id)
  // Names that share their weights share what is loaded, which the server then shows under one of them.
  const lengths = (named.length > 0 ? named : loaded).map((one) => one.context_length)
  const known = lengths.filter((length) => typeof length === 'number' && length > 0)
  return known.length === 0 ? undefined : Math.min(...known.map(Number))
}

/** What Ollama says of whom its own models belong to. */
const OWNER = 'library'
