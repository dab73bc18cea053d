import { digestOf } from '../../domain/digest.ts'
import type { Model, ModelIdentity } from '../../domain/model.ts'
import type { OpenOptions, Provider, Session } from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { isSecretName } from '../http/secret-name.ts'
import type { ApiSetting } from './apis.ts'
import type { Speaker } from './ask.ts'
import { createCaller } from './call.ts'
import { createClient } from './client.ts'
import { initialDialect } from './dialect.ts'
import { type Endpoint, endpointOf } from './endpoint.ts'
import { keyCure } from './key-cure.ts'
import { listModels } from './model-list.ts'
import { isLlamaServer, openModel } from './open-model.ts'
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
  return {
    name: options.name,
    lane: 'hosted',
    simulated: false,
    identify: async (model) => identify(model, endpoint),
    open: (model, openOptions) => open(model, openOptions, endpoint, options),
  }
}

function identify(model: Model, { address, root }: Endpoint): ModelIdentity {
  return {
    digest: digestOf('openai', root, model.servedAs, model.version ?? ''),
    engine: `openai ${address}`,
  }
}

async function open(
  model: Model,
  { signal, notice }: OpenOptions,
  endpoint: Endpoint,
  options: OpenAiProviderOptions,
): Promise<Session> {
  const { name, fetch, now, api, concurrency, headers = {} } = options
  const apiKey = options.apiKey() || undefined
  const cure = keyCure(name, options.apiKeyHint, apiKey !== undefined)
  if (needsKey(endpoint, apiKey, headers))
    throw new ProviderError(cure, { provider: name, model: model.name, kind: 'auth' })

  const secretHeaders = Object.entries(headers).filter(([header]) => isSecretName(header))
  const secrets = [apiKey, ...endpoint.secrets, ...secretHeaders.map(([, value]) => value)]
  const context = { provider: name, model: model.name, address: endpoint.address, secrets, keyCure: cure }
  const client = await createClient(endpoint, { apiKey, headers, fetch })
  const call = createCaller(client, { ...context, now })

  const listed = await listModels(call, signal)
  const { newLengthLimit } = endpoint
  const dialect = initialDialect(model, { newLengthLimit, llamaServer: isLlamaServer(listed) })
  const speaker: Speaker = { dialect, notice: (line) => notice(`${model.name}: ${line}`) }
  const opened = await openModel(model, { call, endpoint, provider: name, api, listed, speaker, signal })
  return createSession(opened, {
    call,
    speaker,
    concurrency,
    apiKey,
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
