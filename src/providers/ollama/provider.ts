import { InputError } from '../../domain/input-error.ts'
import type { Model } from '../../domain/model.ts'
import type { OpenOptions, Provider, Session } from '../../domain/provider.ts'
import { guardProvider } from '../http/guard-provider.ts'
import { ollamaAddress } from './address.ts'
import { listAnswer, psAnswer, readAnswer, showAnswer, versionAnswer } from './answers.ts'
import { type CallOllama, type CallScope, createOllamaClient } from './client.ts'
import { contextSize } from './context-size.ts'
import { describeModel } from './describe-model.ts'
import { findModel, type ListedModel } from './find-model.ts'
import { loadRequest } from './requests.ts'
import { ollamaSession } from './session.ts'

export interface OllamaProviderParts {
  /** The name it is configured under. */
  readonly name: string
  /** The server's root: `http://127.0.0.1:11434`. */
  readonly baseUrl: string
  /** The URL as messages show it: variables unresolved; `baseUrl` where not given. */
  readonly shownUrl?: string | undefined
  /** Requests at once. How many the server works on at once (OLLAMA_NUM_PARALLEL) it does not tell; the rest wait there. */
  readonly concurrency: number
  /** Further values that must not be shown, of other providers too. Read when a model is opened. */
  readonly secrets?: (() => readonly (string | undefined)[]) | undefined
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * Models of an Ollama server, through its official client and its own API: the OpenAI-compatible one would put
 * raw prompts through the chat template.
 * @throws InputError where the address is none
 */
export function createOllamaProvider(parts: OllamaProviderParts): Provider {
  const { name: provider, concurrency, fetch, now } = parts
  const address = ollamaAddress(provider, parts.baseUrl, parts.shownUrl)
  const call = createOllamaClient({ provider, address, fetch, now })

  const find = async (model: Model, scope: CallScope): Promise<ListedModel> => {
    const at = { provider, model: model.name, address: address.shown }
    const list = readAnswer(listAnswer, await call(scope, (client) => client.list()), at)
    return findModel(list.models, model.servedAs, at)
  }

  const unguarded: Provider = {
    name: provider,
    lane: 'local',
    simulated: false,
    identify: async (model) => {
      const scope = { model: model.name, stage: 'open' } as const
      const { digest } = await find(model, scope)
      const at = { provider, model: model.name }
      const { version } = readAnswer(versionAnswer, await call(scope, (client) => client.version()), at)
      return { digest, engine: `ollama ${version}` }
    },
    open: async (model, options) => {
      options.signal.throwIfAborted()
      const scope = { model: model.name, stage: 'open', signal: options.signal } as const
      const { name } = await find(model, scope)
      return openModel({ provider, concurrency, call }, model, name, scope, options)
    },
  }
  return guardProvider(unguarded, () => [...address.secrets, ...(parts.secrets?.() ?? [])])
}

async function openModel(
  server: { readonly provider: string; readonly concurrency: number; readonly call: CallOllama },
  model: Model,
  name: string,
  scope: CallScope,
  options: OpenOptions,
): Promise<Session> {
  const { provider, call, concurrency } = server
  const at = { provider, model: model.name }
  const shown = await call(scope, (client) => client.show({ model: name }))
  const described = describeModel(readAnswer(showAnswer, shown, at))
  if (!described.completion)
    throw new InputError(`model "${model.name}": Ollama's "${name}" does not generate text`)

  const asked = contextSize(options.contextNeeded, [model.contextLength, described.reported.contextLength])
  // Loading is part of opening: else the first trial's latency would hold it.
  await call(scope, (client) => client.generate(loadRequest({ name, numCtx: asked })))
  const numCtx = Math.min(asked, (await loadedContext(call, scope, name, at)) ?? asked)
  if (numCtx < options.contextNeeded)
    options.notice(
      `${model.name}: the plan needs up to ${options.contextNeeded} tokens, its context has ${numCtx}; trials that do not fit are skipped`,
    )
  const opened = { name, numCtx, chatStop: described.stop, unsupported: model.unsupported }
  return ollamaSession({ ...at, opened, described, concurrency, call })
}

/** The context that the server really gave, in tokens, where it tells. */
async function loadedContext(
  call: CallOllama,
  scope: CallScope,
  name: string,
  at: { readonly provider: string; readonly model: string },
): Promise<number | undefined> {
  const running = readAnswer(psAnswer, await call(scope, (client) => client.ps()), at)
  const length = running.models.find((loaded) => loaded.name === name)?.context_length
  return length === 0 ? undefined : length
}
