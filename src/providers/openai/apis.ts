import { ProviderError } from '../../domain/provider-error.ts'
import type { Speaker } from './ask.ts'
import type { Caller } from './call.ts'
import { type ListedModel, nearestModels } from './model-list.ts'
import { believeUnreadable, type Opening } from './opening.ts'
import { type Api, type Probe, probeApi, wrapsPrompt } from './probe.ts'

/** Which ways of asking the config allows; `auto`: what the server shows. */
export type ApiSetting = 'auto' | 'chat' | 'completions' | 'both'

/** Which ways of asking a model offers. */
export interface Apis {
  readonly raw: boolean
  readonly chat: boolean
}

/** The ways of asking worth a probe. */
export function wantedApis(setting: ApiSetting, servedAs: string, knownService: boolean): readonly Api[] {
  switch (setting) {
    case 'chat':
      return ['chat']
    case 'completions':
      return ['raw']
    case 'both':
      return ['raw', 'chat']
    case 'auto':
      // The big services offer current models through chat only; their last base models are known by name.
      if (!knownService) return ['raw', 'chat']
      return /^(babbage|davinci)-002|^gpt-3\.5-turbo-instruct/.test(servedAs) ? ['raw'] : ['chat']
  }
}

/** What is asked of the probes. */
export interface ApiQuestion {
  readonly setting: ApiSetting
  readonly wanted: readonly Api[]
  readonly listed: readonly ListedModel[] | undefined
  readonly provider: string
  readonly model: string
  readonly address: string
  readonly opening: Opening
}

/** Probes the wanted ways of asking. @throws ProviderError where none of them answers */
export async function findApis(
  call: Caller,
  question: ApiQuestion,
  speaker: Speaker,
  signal: AbortSignal,
): Promise<Apis> {
  const found = { raw: false, chat: false }
  const failed: [Api, Extract<Probe, { offered: false }>][] = []
  // One after the other: the second then speaks the dialect that the first has learned.
  for (const api of question.wanted) {
    const probe = question.opening.probes.get(api) ?? (await firstProbe(call, api, question, speaker, signal))
    if (!probe.offered) failed.push([api, probe])
    else found[api] = api === 'chat' || isBare(probe.promptTokens, question.setting, speaker.notice)
  }
  if (failed.length === question.wanted.length)
    throw noneOffered(
      question,
      failed.map(([, probe]) => probe),
      speaker,
    )
  for (const [api, { reason }] of failed) speaker.notice(`no ${api} prompts: ${reason}`)
  return found
}

/** Probes and remembers what was found. @throws ProviderError where the next try of this opening must ask again */
async function firstProbe(
  call: Caller,
  api: Api,
  { opening, provider, model, address }: ApiQuestion,
  speaker: Speaker,
  signal: AbortSignal,
): Promise<Probe> {
  const probe = await probeApi(call, api, speaker, signal)
  if (!probe.offered && probe.unreadable)
    believeUnreadable(opening, api, {
      message: `unreadable answer from ${address}: ${probe.reason}`,
      provider,
      model,
    })
  opening.probes.set(api, probe)
  return probe
}

/** A server that wraps raw prompts would measure something else than asked for. */
function isBare(promptTokens: number | undefined, setting: ApiSetting, notice: Speaker['notice']): boolean {
  if (!wrapsPrompt(promptTokens)) return true
  const seen = `the server makes ${promptTokens} tokens of a raw prompt of one letter, as if through a chat template`
  notice(setting === 'auto' ? `no raw prompts: ${seen} (api: both uses it all the same)` : seen)
  return setting !== 'auto'
}

function noneOffered(
  { listed, provider, model, address }: ApiQuestion,
  failed: readonly Extract<Probe, { offered: false }>[],
  { dialect }: Speaker,
): ProviderError {
  const errors = failed.flatMap(({ error }) => error ?? [])
  const auth = errors.find((error) => error.kind === 'auth')
  if (auth !== undefined) return auth
  const served = dialect.servedAs
  if (listed !== undefined && listed.length > 0 && !listed.some(({ id }) => id === served))
    return new ProviderError(`${address} has no model "${served}"; ${nearestModels(served, listed)}`, {
      provider,
      model,
      kind: 'not-found',
    })
  const hint = URL.parse(address)?.pathname === '/' ? '; base_url usually ends in /v1' : ''
  const worst = errors.find((error) => error.kind === 'not-found') ?? errors[0]
  const reasons = [...new Set(failed.map(({ reason }) => reason))].join('; ')
  return new ProviderError(`model "${served}" does not answer: ${reasons}${hint}`, {
    provider,
    model,
    // Unreadable answers were believed by now: this server does not speak the protocol.
    kind: worst === undefined || worst.kind === 'malformed' ? 'not-found' : worst.kind,
    status: worst?.status,
  })
}
