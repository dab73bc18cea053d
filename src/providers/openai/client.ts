import type { OpenAI } from 'openai'
import type { Endpoint } from './endpoint.ts'
import { keptRequests } from './kept-requests.ts'
import { withRunnersSignal } from './runners-signal.ts'

/** What a client is made of, beside the endpoint. */
export interface ClientOptions {
  readonly apiKey: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly fetch: typeof globalThis.fetch
}

/** The runner's signal ends a call; this only has to be longer than any of its limits (a day). */
const TIMEOUT_MS = 86_400_000

/** What the client tells of the machine it runs on: no server needs it, and half the bytes of a request's head. */
const UNSENT = Object.fromEntries(
  ['Lang', 'Package-Version', 'OS', 'Arch', 'Runtime', 'Runtime-Version', 'Retry-Count', 'Timeout'].map(
    (fact) => [`X-Stainless-${fact}`, null],
  ),
)

/**
 * The official client, loaded only now. It reads settings from the environment by itself, so each is given
 * here: a key or an organisation meant for one server must not go to another.
 */
export async function createClient(endpoint: Endpoint, options: ClientOptions): Promise<OpenAI> {
  const { OpenAI: Client } = await import('openai')
  const { apiKey, headers, fetch } = options
  const client = new Client({
    baseURL: endpoint.baseUrl,
    // It insists on a key; where there is none, the header it would make is taken away.
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    defaultHeaders: { ...UNSENT, ...authorizationOf(apiKey, endpoint), ...headers },
    fetch: withRunnersSignal(fetch),
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    logLevel: 'off',
  })
  client.buildRequest = keptRequests(client.buildRequest.bind(client))
  return client
}

function authorizationOf(apiKey: string | undefined, endpoint: Endpoint): { Authorization?: string | null } {
  return apiKey === undefined ? { Authorization: endpoint.authorization ?? null } : {}
}
