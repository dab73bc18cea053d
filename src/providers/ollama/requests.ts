import type { ChatRequest, GenerateRequest, Options } from 'ollama'
import type { SamplingOption } from '../../domain/model.ts'
import type { Message } from '../../domain/prompt.ts'
import type { CompletionRequest } from '../../domain/provider.ts'

/** What stays the same in all requests to one opened model. */
export interface OpenedModel {
  /** As the server lists it. */
  readonly name: string
  /** One for the whole plan: another would make the server load the model again. */
  readonly numCtx: number
  /** Stop strings that the model's chat needs of its own. */
  readonly chatStop: readonly string[]
  /** Options that the config says it does not take: left to the server. */
  readonly unsupported?: readonly SamplingOption[] | undefined
}

/** Kept loaded between one trial and the next, however slow other work is. */
const KEEP_ALIVE = '10m'

/** Refuse what does not fit rather than cut the prompt's beginning, before or while generating. */
const NEVER_CUT = { truncate: false, shift: false } as const

const SHARED = { stream: false, keep_alive: KEEP_ALIVE } as const

/** `/api/generate` for bare text. The client's types lack `truncate` and `shift`, which the server takes. */
export function generateRequest(
  model: OpenedModel,
  text: string,
  request: CompletionRequest,
): GenerateRequest & { stream: false } {
  return {
    ...SHARED,
    ...NEVER_CUT,
    model: model.name,
    prompt: text,
    raw: true,
    // Else the server takes thinking, and white space at the start, out of a thinking model's raw response.
    think: false,
    options: optionsOf(model, request, request.decoding.stop),
  }
}

/** `/api/chat`, through the model's own template; whether it thinks is the model's default. */
export function chatRequest(
  model: OpenedModel,
  messages: readonly Message[],
  request: CompletionRequest,
): ChatRequest & { stream: false } {
  return {
    ...SHARED,
    ...NEVER_CUT,
    model: model.name,
    messages: messages.map(({ role, content }) => ({ role, content })),
    // Ours would replace the model's own.
    options: optionsOf(model, request, [...new Set([...request.decoding.stop, ...model.chatStop])]),
  }
}

/** An empty prompt: the server loads the model and answers nothing. */
export function loadRequest(
  model: Pick<OpenedModel, 'name' | 'numCtx'>,
): GenerateRequest & { stream: false } {
  return { ...SHARED, model: model.name, prompt: '', options: { num_ctx: model.numCtx } }
}

/** Every option that the server or a model file would otherwise set to something that changes answers. */
function optionsOf(
  model: OpenedModel,
  request: CompletionRequest,
  stop: readonly string[],
): Partial<Options> {
  const { temperature, topP, maxTokens } = request.decoding
  const taken = <T>(option: SamplingOption, value: T): T | undefined =>
    model.unsupported?.includes(option) ? undefined : value
  const options = {
    num_ctx: model.numCtx,
    // 0 would mean no limit.
    num_predict: taken('max_tokens', Math.max(1, maxTokens)),
    temperature: taken('temperature', temperature),
    top_p: taken('top_p', topP ?? 1),
    top_k: 0,
    min_p: 0,
    seed: taken('seed', request.seed ?? 0),
    repeat_penalty: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    stop: taken('stop', [...stop]),
  }
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
