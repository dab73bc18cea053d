import { InputError } from '../../domain/input-error.ts'
import type { Model } from '../../domain/model.ts'
import type { Capabilities, ReportedFacts } from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { type ApiSetting, type Apis, findApis, wantedApis } from './apis.ts'
import type { Speaker } from './ask.ts'
import type { Caller } from './call.ts'
import { cannotCount } from './cannot-count.ts'
import type { Endpoint } from './endpoint.ts'
import { createLlamaServer, hasOwnTemplate, type LlamaServer, type LlamaServerFacts } from './llama-server.ts'
import { type ListedModel, nearestModels } from './model-list.ts'
import { ollamaContext } from './ollama-context.ts'
import type { Opening } from './opening.ts'
import { probeEcho } from './probe-echo.ts'

/** What is known of a model after asking its server, before any trial. */
export interface OpenedModel {
  readonly apis: Apis
  readonly contextLength: number | undefined
  readonly reported: ReportedFacts
  /** Requests that the server works on at once, where it says so. */
  readonly slots: number | undefined
  /** Set where the server is llama-server and counts tokens for us. */
  readonly llamaServer: LlamaServer | undefined
  /** It tells likelihoods of texts after raw prompts. */
  readonly echoes: boolean
}

/** What the questions are asked with. */
export interface OpenContext {
  readonly call: Caller
  readonly endpoint: Endpoint
  readonly provider: string
  readonly api: ApiSetting
  readonly listed: readonly ListedModel[] | undefined
  readonly speaker: Speaker
  readonly signal: AbortSignal
  readonly opening: Opening
  /** Nothing may be generated. */
  readonly countOnly: boolean
  /** The plan needs likelihoods of given texts. */
  readonly likelihoods: boolean
}

/** Asks the server what it can do for a model. @throws ProviderError, InputError */
export async function openModel(model: Model, context: OpenContext): Promise<OpenedModel> {
  const opened = await openServed(model, context)
  return { ...opened, echoes: await findEchoes(opened.apis, context) }
}

/** Whether the server tells likelihoods; asked only where they are needed and something may be generated. */
async function findEchoes({ raw }: Apis, context: OpenContext): Promise<boolean> {
  const { call, speaker, signal, opening, likelihoods, countOnly } = context
  if (!raw || !likelihoods || countOnly) return false
  opening.echoes ??= await probeEcho(call, speaker, signal)
  return opening.echoes
}

async function openServed(model: Model, context: OpenContext): Promise<Omit<OpenedModel, 'echoes'>> {
  const { call, endpoint, provider, listed, signal } = context
  if (isLlamaServer(listed)) {
    const server = createLlamaServer(call, endpoint.root, provider)
    const facts = await server.facts(signal)
    if (facts !== undefined) return openLlamaServer(model, context, server, facts)
  }
  if (context.countOnly) throw cannotCount(provider, model.name)
  // Ollama lists `smol:latest` for `smol`.
  const entry = listed?.find(({ id }) => id === model.servedAs || id === `${model.servedAs}:latest`)
  const wanted = wantedApis(context.api, model.servedAs, endpoint.knownService)
  const question = {
    setting: context.api,
    wanted,
    listed,
    provider,
    model: model.name,
    address: endpoint.address,
    opening: context.opening,
  }
  const apis = await findApis(call, question, context.speaker, signal)
  if (entry === undefined && listed !== undefined && listed.length > 0)
    context.speaker.notice(`"${model.servedAs}" is not in the server's list of models, but answers`)
  const served = entry?.contextLength ?? (entry && (await ollamaContext(call, endpoint.root, entry, signal)))
  const contextLength = narrower(model, served)
  const reported = { ...reportedOf(entry), contextLength: served }
  return { apis, contextLength, reported, slots: undefined, llamaServer: undefined }
}

/** Only llama-server says of its models that llama.cpp owns them. */
export function isLlamaServer(listed: readonly ListedModel[] | undefined): boolean {
  return listed?.some(({ ownedBy }) => ownedBy === 'llamacpp') ?? false
}

async function openLlamaServer(
  model: Model,
  context: OpenContext,
  server: LlamaServer,
  facts: LlamaServerFacts,
): Promise<Omit<OpenedModel, 'echoes'>> {
  const { endpoint, provider, listed = [], speaker, signal, api } = context
  if (!endpoint.underV1)
    throw new InputError({
      message: `base_url of provider "${provider}" is ${endpoint.address}, but llama-server's protocol lies under /v1`,
      hint: `write ${endpoint.address}/v1`,
    })
  checkServedName(model, context, listed, facts)
  const template = await hasOwnTemplate(server, facts, signal)
  const apis = { raw: api !== 'chat', chat: template && api !== 'completions' }
  const { contextLength, slots, build } = facts
  speaker.notice(
    `llama-server ${build ?? ''}: ${slots} slots of ${contextLength} tokens, ${template ? 'with' : 'without'} a chat template`,
  )
  return {
    apis,
    contextLength: narrower(model, contextLength),
    reported: { ...reportedOf(listed[0]), contextLength },
    slots,
    llamaServer: server,
  }
}

/**
 * llama-server answers to any name with the one model it has. An `id` in the config is a claim, and must hold;
 * without one, what is served is told.
 */
function checkServedName(
  model: Model,
  { endpoint, provider, speaker }: OpenContext,
  listed: readonly ListedModel[],
  { modelPath }: LlamaServerFacts,
): void {
  const names = [
    ...listed.flatMap(({ id, aliases }) => [id, ...aliases]),
    ...(modelPath === undefined ? [] : [modelPath]),
  ]
  if (names.some((name) => [name, fileName(name), stem(name)].includes(model.servedAs))) return
  if (model.servedAs !== model.name)
    throw new ProviderError(
      `${endpoint.address} has no model "${model.servedAs}"; ${nearestModels(model.servedAs, listed)}`,
      { provider, model: model.name, kind: 'not-found' },
    )
  speaker.notice(
    `the server calls its one model "${fileName(names[0] ?? '?')}"; it answers for "${model.name}"`,
  )
}

/** `/models/x.gguf` → `x.gguf`. */
function fileName(path: string): string {
  return path.replace(/^.*[/\\]/, '')
}

/** `/models/x.gguf` → `x`. */
function stem(path: string): string {
  return fileName(path).replace(/\.gguf$/, '')
}

/** The server's context and the declared one: what fits both. */
function narrower({ contextLength: declared }: Model, served: number | undefined): number | undefined {
  if (declared === undefined || served === undefined) return served ?? declared
  return Math.min(declared, served)
}

function reportedOf(entry: ListedModel | undefined): ReportedFacts {
  const { parameters, quantization, contextLength } = entry ?? {}
  return { parameters, quantization, contextLength }
}

/** The contract's words for what was found. */
export function capabilitiesOf(opened: OpenedModel): Omit<Capabilities, 'samplingOptions'> {
  return {
    raw: opened.apis.raw,
    chat: opened.apis.chat,
    tokenCounts: opened.llamaServer === undefined ? 'after' : 'exact',
    logProbabilities: opened.echoes ? 'forced' : 'none',
    contextLength: opened.contextLength,
  }
}
