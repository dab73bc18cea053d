import type { OptionRule, OptionValue } from '../domain/option-rule.ts'
import { plainNumber } from './plain-number.ts'

/** Steps that make an answer and its targets comparable, by name. */
const STEPS: { readonly [name: string]: (text: string) => string } = {
  trim: (text) => text.trim(),
  'lower-case': (text) => text.toLowerCase(),
  'collapse-spaces': (text) => text.replace(/\s+/gu, ' ').trim(),
  'strip-punctuation': (text) => text.replace(/\p{P}+/gu, ''),
  // Python's string.punctuation: ASCII alone, symbols such as $ and + among it.
  'strip-ascii-punctuation': (text) => text.replace(/[!-/:-@[-`{-~]+/g, ''),
  nfkc: (text) => text.normalize('NFKC'),
  number: (text) => plainNumber(text) ?? text,
}

/** The option that names the steps, taken in the order in which they are listed. */
export const NORMALISE_RULE: OptionRule = {
  type: 'names',
  required: false,
  allowed: Object.keys(STEPS),
  description: 'steps applied to answer and target before they are compared, in this order',
}

/** Compiles a `normalise` option (already checked) into one function; `fallback` where the option is absent. */
export function normaliser(
  option: OptionValue | undefined,
  fallback: readonly string[],
): (text: string) => string {
  const names = Array.isArray(option) ? option : fallback
  const steps = names.flatMap((name: string) => STEPS[name] ?? [])
  return (text) => steps.reduce((value, step) => step(value), text)
}
