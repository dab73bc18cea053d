import { type Model, SAMPLING_OPTIONS, type SamplingOption } from '../../domain/model.ts'
import type { HttpFailure } from '../http/http-failure.ts'

/** What chat calls the length limit; OpenAI's reasoning models know only the newer name. */
type LengthLimit = 'max_tokens' | 'max_completion_tokens'

/** How a server wants to be asked for one model. Grows by what it refuses. */
export interface Dialect {
  readonly servedAs: string
  readonly unsupported: ReadonlySet<SamplingOption>
  readonly lengthLimit: LengthLimit
  /** Whether the other name of the length limit is still worth a try when this one is refused. */
  readonly otherLimitUntried: boolean
  /** llama-server's own: keep the prompt's beginning for the next request. */
  readonly cachePrompt: boolean
  /** Stop strings a request may carry (OpenAI takes 4); the others are applied by us. */
  readonly mostStops: number
}

/** The dialect that is spoken before the server has refused anything. */
export function initialDialect(
  model: Model,
  server: { readonly newLengthLimit: boolean; readonly llamaServer: boolean },
): Dialect {
  const unsupported = new Set(model.unsupported ?? [])
  const newName = server.newLengthLimit || unsupported.delete('max_tokens')
  return {
    servedAs: model.servedAs,
    unsupported,
    lengthLimit: newName ? 'max_completion_tokens' : 'max_tokens',
    // A model that is declared not to take max_tokens may take the newer name; if not, there is no limit to send.
    otherLimitUntried: !(model.unsupported ?? []).includes('max_tokens'),
    cachePrompt: server.llamaServer,
    mostStops: server.llamaServer ? Number.POSITIVE_INFINITY : 4,
  }
}

/** What was learned from a refusal: how to ask from now on, and the line that tells the person. */
export interface Lesson {
  readonly dialect: Dialect
  readonly line: string
}

const SAYS_UNSUPPORTED =
  /unsupported|(not|n't|never) (be )?(supported?|permitted|allowed|accepted)|does not support|unrecognized|unknown|extra_forbidden|only the default/i
const CODE_UNSUPPORTED = /^(unsupported_(parameter|value)|unknown_parameter|extra_forbidden)$/

/**
 * Learns from a 400 or 422 that names an option which the server does not take. `undefined` where the refusal
 * is about something else: such a value (`max_tokens is too large`) must be told, not silently left out.
 */
export function learnFrom(failure: HttpFailure, dialect: Dialect): Lesson | undefined {
  const option = refusedOption(failure)
  if (option === undefined) return undefined
  if (option === 'max_tokens' || option === 'max_completion_tokens') return learnLimit(option, dialect)
  return dialect.unsupported.has(option) ? undefined : without(option, dialect)
}

function learnLimit(refused: LengthLimit, dialect: Dialect): Lesson | undefined {
  if (dialect.unsupported.has('max_tokens')) return undefined
  if (!dialect.otherLimitUntried) return without('max_tokens', dialect)
  const lengthLimit = refused === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens'
  return {
    dialect: { ...dialect, lengthLimit, otherLimitUntried: false },
    line: `does not take ${refused}: ${lengthLimit} is sent instead`,
  }
}

function without(option: SamplingOption, dialect: Dialect): Lesson {
  const instead = option === 'stop' ? 'answers are cut at stop strings here' : 'it is left out'
  return {
    dialect: { ...dialect, unsupported: new Set([...dialect.unsupported, option]) },
    line: `does not take ${option}: ${instead}`,
  }
}

function refusedOption({
  status,
  code,
  type,
  param,
  message,
}: HttpFailure): SamplingOption | LengthLimit | undefined {
  if (status !== 400 && status !== 422) return undefined
  const unsupported = CODE_UNSUPPORTED.test(code ?? type ?? '') || SAYS_UNSUPPORTED.test(message)
  if (!unsupported) return undefined
  return NAMES.find((name) => name === param) ?? firstNamed(message)
}

const NAMES = [...SAMPLING_OPTIONS, 'max_completion_tokens'] as const

/** The option that a sentence names first: `'max_tokens' is not supported, use 'max_completion_tokens'`. */
function firstNamed(message: string): SamplingOption | LengthLimit | undefined {
  const found = /\b(temperature|top_p|stop|seed|max_tokens|max_completion_tokens)\b/.exec(message)?.[1]
  return NAMES.find((name) => name === found)
}
