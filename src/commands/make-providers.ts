import type { ProviderSettings } from '../config/provider-settings.ts'
import type { Model } from '../domain/model.ts'
import type { Provider } from '../domain/provider.ts'
import { serverSecrets } from '../providers/http/server-secrets.ts'
import type { WeightsProgress } from '../weights/weights-deps.ts'
import { cacheFolder } from './cache-folder.ts'
import type { Host } from './host.ts'
import type { Workspace } from './workspace.ts'

/** The providers that these models use, by name. Each adapter is loaded only when it is needed. */
export async function makeProviders(
  host: Host,
  workspace: Pick<Workspace, 'config' | 'folder'>,
  models: readonly Model[],
): Promise<ReadonlyMap<string, Provider>> {
  const providers = new Map<string, Provider>()
  for (const { provider: name } of models) {
    const settings = workspace.config.providers.get(name)
    if (settings !== undefined && !providers.has(name))
      providers.set(name, await makeProvider(host, workspace, settings))
  }
  return providers
}

async function makeProvider(
  host: Host,
  { config, folder }: Pick<Workspace, 'config' | 'folder'>,
  settings: ProviderSettings,
): Promise<Provider> {
  const { name } = settings
  // All providers': entries may share a server, which may tell of one what was sent for another.
  const secrets = () => [...config.providers.values()].flatMap((each) => secretsOf(host, each))
  switch (settings.type) {
    case 'llama': {
      const { createLlamaProvider } = await import('../providers/llama/provider.ts')
      return createLlamaProvider({
        name,
        processes: settings.processes,
        gpu: settings.gpu,
        pathOf: (model, signal) => obtain(host, folder, model, { signal }),
        cores: host.cores,
        freeMemoryBytes: host.freeMemoryBytes,
        env: host.env,
      })
    }
    case 'openai': {
      const { createOpenAiProvider } = await import('../providers/openai/provider.ts')
      const { apiKeyVariable: variable } = settings
      return createOpenAiProvider({
        name,
        baseUrl: settings.baseUrl,
        shownUrl: settings.shownUrl,
        apiKey: () => (variable === undefined ? undefined : host.env[variable]),
        apiKeyHint: variable === undefined ? undefined : `set ${variable}`,
        headers: settings.headers,
        secrets,
        concurrency: settings.concurrency,
        api: settings.api,
        fetch: await pooledFetch(host),
        now: host.now,
      })
    }
    case 'ollama': {
      const { createOllamaProvider } = await import('../providers/ollama/provider.ts')
      const { baseUrl, shownUrl, concurrency } = settings
      return createOllamaProvider({
        name,
        baseUrl,
        shownUrl,
        secrets,
        concurrency,
        fetch: await pooledFetch(host),
        now: host.now,
      })
    }
    case 'simulated': {
      const { createSimulatedProvider } = await import('../providers/simulated/provider.ts')
      const { readSimulatedSettings } = await import('../providers/simulated/settings.ts')
      return createSimulatedProvider({
        name,
        settings: readSimulatedSettings(name, settings.declaration),
        sleep: host.sleep,
      })
    }
    case 'custom':
      return settings.provider
  }
}

/** What is sent to a provider's server and must not be shown. Keys are read here, late. */
function secretsOf({ env }: Host, settings: ProviderSettings): (string | undefined)[] {
  if (settings.type !== 'openai' && settings.type !== 'ollama') return []
  const variables = settings.secretVariables.map((name) => env[name])
  if (settings.type === 'ollama') return [...variables, ...serverSecrets(settings)]
  const { apiKeyVariable: key } = settings
  return [...variables, ...serverSecrets({ ...settings, apiKey: key === undefined ? undefined : env[key] })]
}

/** The fetch of a provider's calls. Where Node is told to use a proxy, only its own knows the way. */
async function pooledFetch(host: Host): Promise<Host['fetch']> {
  if (host.env.NODE_USE_ENV_PROXY === '1') return host.fetch
  const { createPooledFetch } = await import('../providers/http/pooled-fetch.ts')
  return createPooledFetch(host.fetch)
}

export interface ObtainOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: WeightsProgress) => void) | undefined
}

/** A model's verified weights file, fetched where it is not on this machine. @throws InputError */
export async function obtain(
  host: Host,
  configFolder: string,
  model: Model,
  { signal, onProgress }: ObtainOptions,
) {
  const { obtainWeights } = await import('../weights/obtain-weights.ts')
  return obtainWeights(model, {
    cacheFolder: cacheFolder(host),
    configFolder,
    env: host.env,
    fetch: (url, init) => host.fetch(url, init),
    signal,
    onProgress,
    notice: host.note,
  })
}
