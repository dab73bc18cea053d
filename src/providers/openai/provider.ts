import { digestOf } from '../../domain/digest.ts'
import type { Model, ModelIdentity } from '../../domain/model.ts'
import type { OpenOptions, Provider, Session } from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { guardProvider } from '../http/guard-provider.ts'
import { requireSendable } from '../http/require-sendable.ts'
import { isSecretName } from '../http/secret-name.ts'
import { serverSecrets } from '../http/server-secrets.ts'
import type { ApiSetting } from './apis.ts'
import { createCaller } from './call.ts'
import { cannotCount } from './cannot-count.ts'
import { createClient } from './client.ts'
import { initialDialect } from './dialect.ts'
import { type Endpoint, endpointOf } from './endpoint.ts'
import { keyCure } from './key-cure.ts'
import { listModels } from './model-list.ts'
import { isLlamaServer, openModel } from './open-model.ts'
import { newOpening, type Opening } from './opening.ts'
import { createSession } from './session.ts'

/** A provider of type `openai`, as configured. */
export interface OpenAiProviderOptions {
  readonly name: string
  readonly baseUrl: string
  /** The URL as messages and results show it: variables unresolved; `baseUrl` where not given. */
  readonly shownUrl?: string | undefined
  /** Read when a model is opened; `undefined` or empty where there is none. */
  readonly apiKey: () => string | undefined
  /** How to put the key into the environment: `set OPENAI_API_KEY`. */
  readonly apiKeyHint?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Further values that must not be shown, of other providers too. Read when a model is opened. */
  readonly secrets?: (() => readonly (string | undefined)[]) | undefined
  /** Requests at once at best. */
  readonly concurrency: number
  readonly api: ApiSetting
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * Any server that speaks OpenAI's protocol: OpenAI, DeepSeek, vLLM, llama-server and others.
 * @throws InputError where the base URL is none
 */
export function createOpenAiProvider(options: OpenAiProviderOptions): Provider {
  const endpoint = endpointOf(options.name, options.baseUrl, options.shownUrl)
  // Of models that are being opened, by name.
  const openings = new Map<string, Opening>()
  const provider: Provider = {
    name: options.name,
    lane: 'hosted',
    simulated: false,
    identify: async (model) => identify(model, endpoint),
    open: async (model, openOptions) => {
      const opening = openings.get(model.name) ?? newOpening()
      openings.set(model.name, opening)
      const session = await open(model, openOptions, endpoint, options, opening)
      openings.delete(model.name)
      return session
    },
  }
  return guardProvider(provider, () => secretsOf(options))
}

/** Everything that must not come back from the server. */
function secretsOf(options: OpenAiProviderOptions): readonly (string | undefined)[] {
  const sent = serverSecrets({ ...options, apiKey: options.apiKey() })
  return [...sent, ...(options.secrets?.() ?? [])]
}

function identify(model: Model, { address, root }: Endpoint): ModelIdentity {
  return {
    digest: digestOf('openai', root, model.servedAs, model.version ?? ''),
    engine: `openai ${address}`,
  }
}

async function open(
  model: Model,
  { signal, notice, countOnly = false, likelihoods = false }: OpenOptions,
  endpoint: Endpoint,
  options: OpenAiProviderOptions,
  opening: Opening,
): Promise<Session> {
  const { name, fetch, now, api, concurrency, headers = {} } = options
  if (countOnly && endpoint.knownService) throw cannotCount(name, model.name)
  const apiKey = options.apiKey() || undefined
  const cure = keyCure(name, options.apiKeyHint, apiKey !== undefined)
  if (needsKey(endpoint, apiKey, headers))
    throw new ProviderError(cure, { provider: name, model: model.name, kind: 'auth' })

  requireSendable(name, { ...(apiKey !== undefined && { Authorization: `Bearer ${apiKey}` }), ...headers })
  const secrets = secretsOf(options)
  const context = { provider: name, model: model.name, address: endpoint.address, secrets, keyCure: cure }
  const client = await createClient(endpoint, { apiKey, headers, fetch })
  const call = createCaller(client, { ...context, now })

  const question = { opening, provider: name, model: model.name }
  opening.listed ??= { models: await listModels(call, question, signal) }
  const listed = opening.listed.models
  const { newLengthLimit } = endpoint
  const dialect = initialDialect(model, { newLengthLimit, llamaServer: isLlamaServer(listed) })
  opening.speaker ??= { dialect, notice: (line) => notice(`${model.name}: ${line}`) }
  const { speaker } = opening
  const opened = await openModel(model, {
    call,
    endpoint,
    provider: name,
    api,
    listed,
    speaker,
    signal,
    opening,
    countOnly,
    likelihoods,
  })
  return createSession(opened, {
    call,
    speaker,
    concurrency,
    closing: new AbortController(),
    provider: name,
    model: model.name,
    address: endpoint.address,
  })
}

/** A big service without a key need not be asked; any other server says itself whether it needs one. */
function needsKey(
  endpoint: Endpoint,
  apiKey: string | undefined,
  headers: Readonly<Record<string, string>>,
): boolean {
  const otherwise = endpoint.authorization !== undefined || Object.keys(headers).some(isSecretName)
  return endpoint.knownService && apiKey === undefined && !otherwise
}
