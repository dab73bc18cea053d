import { type Importing, mappingOf } from './importing.ts'

/** `decoding` of a suite. */
export interface ImportedDecoding {
  readonly max_tokens: number
  readonly temperature?: number
  readonly top_p?: number
  readonly stop: readonly string[]
}

/** What lm-evaluation-harness generates where nothing is said. */
const USUAL_TOKENS = 256

const TOKEN_KEYS = ['max_gen_toks', 'max_new_tokens', 'max_tokens', 'max_completion_tokens']

const KNOWN = [...TOKEN_KEYS, 'until', 'do_sample', 'temperature', 'top_p']

/** `generation_kwargs` of a task that generates; sampling happens only where `do_sample` or a temperature asks for it. */
export function decodingOf(importing: Importing, delimiter: string): ImportedDecoding {
  const value = importing.task.value('generation_kwargs')
  const kwargs = mappingOf(value) ?? {}
  const refuse = (key: string, message: string): void =>
    importing.refuse('generation_kwargs', `${key}: ${message}`, { at: [key] })
  for (const [key, given] of Object.entries(kwargs))
    if (!KNOWN.includes(key) && !(key === 'num_beams' && given === 1)) refuse(key, 'not supported')
  const temperature = Number(kwargs.temperature ?? 0)
  if (!Number.isFinite(temperature) || temperature < 0)
    refuse('temperature', `found ${JSON.stringify(kwargs.temperature)}, expected a number from 0 on`)
  // Without do_sample a temperature decides; with do_sample: false it is not used.
  const samples = kwargs.do_sample === undefined ? temperature > 0 : kwargs.do_sample === true
  if (kwargs.do_sample === true && kwargs.temperature === undefined)
    refuse('do_sample', 'no temperature is given, and the one that is used depends on the model')
  const tokens = TOKEN_KEYS.map((key) => kwargs[key]).find((limit) => limit !== undefined) ?? USUAL_TOKENS
  if (typeof tokens !== 'number' || !Number.isInteger(tokens) || tokens < 1)
    refuse('max_gen_toks', `found ${JSON.stringify(tokens)}, expected a whole number from 1 on`)
  return {
    max_tokens: Number(tokens),
    ...(samples ? { temperature } : {}),
    ...(samples && typeof kwargs.top_p === 'number' ? { top_p: kwargs.top_p } : {}),
    stop: stopOf(kwargs.until ?? delimiter, refuse),
  }
}

function stopOf(until: unknown, refuse: (key: string, message: string) => void): readonly string[] {
  const list: readonly unknown[] = Array.isArray(until) ? until : [until]
  const texts = list.filter((text) => typeof text === 'string')
  if (texts.length < list.length) refuse('until', `found ${JSON.stringify(until)}, expected texts`)
  return texts.filter((text) => text !== '')
}
