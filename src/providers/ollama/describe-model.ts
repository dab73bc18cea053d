import type { ReportedFacts } from '../../domain/provider.ts'
import type { ShowAnswer } from './answers.ts'

/** What a model can do and needs, as far as the server tells. */
export interface ModelDescription {
  readonly reported: ReportedFacts
  /** Whether it writes text at all: embedding models do not. */
  readonly completion: boolean
  /** Whether it has a chat template of its own. */
  readonly chat: boolean
  /** Stop strings of its model file. */
  readonly stop: readonly string[]
}

/** What the server writes into a model that came without a chat template: the messages' text, bare. */
const NO_TEMPLATE = /^\s*(\{\{-?\s*\.Prompt\s*-?\}\})?\s*$/

/** Reads what `/api/show` tells of a model. */
export function describeModel(show: ShowAnswer): ModelDescription {
  const { details, capabilities, template = '', modelfile = '' } = show
  return {
    reported: {
      parameters: positiveOf(show, 'general.parameter_count'),
      quantization: knownOf(details.quantization_level),
      contextLength: positiveOf(show, `${textOf(show, 'general.architecture')}.context_length`),
      family: details.family,
    },
    completion: capabilities === undefined || capabilities.includes('completion'),
    // A renderer is a template that is part of the server.
    chat: !NO_TEMPLATE.test(template) || /^RENDERER\s/m.test(modelfile),
    stop: stopStrings(show.parameters ?? ''),
  }
}

/** Lines such as `stop    "<|im_end|>"`. */
function stopStrings(parameters: string): string[] {
  return [...parameters.matchAll(/^stop\s+(.+)$/gm)].map(([, written = '']) => unquoted(written.trim()))
}

/** Go's quoted strings are JSON's but for escapes that no stop string has. */
function unquoted(written: string): string {
  try {
    const read: unknown = JSON.parse(written)
    return typeof read === 'string' ? read : written
  } catch {
    return written
  }
}

function positiveOf(show: ShowAnswer, key: string): number | undefined {
  const value = show.model_info?.[key]
  return typeof value === 'number' && value > 0 ? value : undefined
}

function textOf(show: ShowAnswer, key: string): string {
  const value = show.model_info?.[key]
  return typeof value === 'string' ? value : ''
}

function knownOf(level: string | undefined): string | undefined {
  return level === '' || level === 'unknown' ? undefined : level
}
