import { InputError, unknownName } from '../../domain/input-error.ts'

/** How a number is compared with its threshold. */
const RELATIONS: { readonly [relation: string]: (number: number, threshold: number) => boolean } = {
  'less than': (number, threshold) => number < threshold,
  'at least': (number, threshold) => number >= threshold,
  exactly: (number, threshold) => number === threshold,
}

/** The kwargs of one instruction, read by name. Each reader throws InputError for a value that does not fit. */
export interface Kwargs {
  /** A text that is not blank, trimmed. */
  text(name: string): string
  /** A text that may also be absent. */
  optionalText(name: string): string | undefined
  /** Texts, at least one. */
  texts(name: string): readonly string[]
  /** A whole number from `least`. */
  count(name: string, least?: number): number
  /** Compares numbers with a threshold by a relation: `less than`, `at least` or `exactly`. */
  comparison(threshold: string, relation: string): (number: number) => boolean
  /** One of the names that are allowed. */
  name(name: string, allowed: readonly string[]): string
}

/**
 * A reader of what an item gives. Null is as good as absent: tables write it into every cell that is not used.
 * @throws InputError for a name that is not in `names`
 */
export function readKwargs(given: unknown, names: readonly string[]): Kwargs {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new InputError(`found ${JSON.stringify(given)}, expected a mapping of kwargs`)
  const values = new Map(Object.entries(given).filter(([, value]) => value !== null && value !== undefined))
  for (const name of values.keys())
    if (!names.includes(name)) throw new InputError(unknownName('kwarg', name, names))
  const wrong = (name: string, expected: string): InputError =>
    new InputError(
      values.has(name)
        ? `${name}: found ${JSON.stringify(values.get(name))}, expected ${expected}`
        : `the kwarg ${name} is missing, expected ${expected}`,
    )
  const text = (name: string): string => {
    const value = values.get(name)
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
    throw wrong(name, 'text that is not blank')
  }
  const count = (name: string, least = 0): number => {
    const value = values.get(name)
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
    throw wrong(name, `a whole number from ${least}`)
  }
  const name = (kwarg: string, allowed: readonly string[]): string => {
    const value = text(kwarg)
    if (allowed.includes(value)) return value
    throw new InputError(unknownName(`${kwarg}:`, value, allowed))
  }
  return {
    text,
    count,
    name,
    optionalText: (kwarg) => (values.has(kwarg) ? text(kwarg) : undefined),
    texts: (kwarg) => {
      const value = values.get(kwarg)
      const texts = Array.isArray(value) ? value : []
      if (texts.length > 0 && texts.every((entry) => typeof entry === 'string' && entry !== ''))
        return texts as string[]
      throw wrong(kwarg, 'a list of texts')
    },
    comparison: (threshold, relation) => {
      const limit = count(threshold)
      const compare = RELATIONS[name(relation, Object.keys(RELATIONS))]
      return (number) => compare?.(number, limit) === true
    },
  }
}
