import { cutAtStop } from '../../domain/cut-at-stop.ts'
import { SAMPLING_OPTIONS } from '../../domain/model.ts'
import type { Completion, CompletionRequest, Session } from '../../domain/provider.ts'
import { ProviderError } from '../../domain/provider-error.ts'
import { ask, type Speaker } from './ask.ts'
import type { Caller } from './call.ts'
import { readResponse } from './from-response.ts'
import { askLikelihoods } from './likelihoods.ts'
import { isLimitTooSmall } from './limit-too-small.ts'
import { capabilitiesOf, type OpenedModel } from './open-model.ts'

/** What a session works with. */
export interface SessionContext {
  readonly call: Caller
  readonly speaker: Speaker
  readonly concurrency: number
  /** Ends the token counts when the session closes. */
  readonly closing: AbortController
  /** Named in errors. */
  readonly provider: string
  readonly model: string
  readonly address: string
}

/** A model on a server, opened. */
export function createSession(opened: OpenedModel, context: SessionContext): Session {
  const { speaker, concurrency, closing } = context
  const capabilities = capabilitiesOf(opened)
  const { llamaServer, slots } = opened
  return {
    // A getter: a run may find that an option is refused.
    get capabilities() {
      const samplingOptions = SAMPLING_OPTIONS.filter((option) => !speaker.dialect.unsupported.has(option))
      return { ...capabilities, samplingOptions }
    },
    reported: opened.reported,
    concurrency: slots === undefined ? concurrency : Math.min(concurrency, slots),
    prefixAffinity: false,
    complete: (request, { signal }) => complete(request, signal, capabilities, context),
    ...(opened.echoes && {
      likelihoods: (request, { signal }) => askLikelihoods(request, signal, context),
    }),
    ...(llamaServer && { countTokens: (prompt) => llamaServer.countTokens(prompt, closing.signal) }),
    close: async () => closing.abort(),
  }
}

async function complete(
  request: CompletionRequest,
  signal: AbortSignal,
  can: { readonly raw: boolean; readonly chat: boolean },
  context: SessionContext,
): Promise<Completion> {
  const { rendering } = request.prompt
  if (!can[rendering === 'raw' ? 'raw' : 'chat']) {
    const { provider, model } = context
    throw new ProviderError(`the model takes no ${rendering} prompts`, {
      provider,
      model,
      kind: 'unsupported',
    })
  }
  const answer = await ask(context.call, request, context.speaker, { signal, stage: 'run' })
  if (answer.ok) return cutAtStop(completionOf(answer.body, context), request.decoding.stop)
  if (isLimitTooSmall(answer.failure)) return { text: '', finishReason: 'length', rawFinishReason: 'length' }
  throw answer.error
}

function completionOf(body: unknown, { provider, model, address }: SessionContext): Completion {
  const reading = readResponse(body)
  if (reading.state === 'completion') return reading.completion
  throw new ProviderError(`unreadable answer from ${address}: ${reading.problem}`, {
    provider,
    model,
    kind: 'malformed',
  })
}
