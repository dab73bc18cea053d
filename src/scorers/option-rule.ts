import { InputError, unknownName } from '../domain/input-error.ts'

/** An option's value as a task file states it. */
export type OptionValue = string | number | boolean | readonly string[]

export interface Options {
  readonly [option: string]: OptionValue
}

/** What an option of an extraction or metric may be: plain data, so that a task file can be checked with it. */
export interface OptionRule {
  /** `names` is a list of names out of `allowed`. */
  readonly type: 'string' | 'number' | 'string-or-number' | 'names'
  readonly required: boolean
  readonly allowed?: readonly string[]
  readonly description: string
}

export interface OptionRules {
  readonly [option: string]: OptionRule
}

/**
 * Checks options against their rules.
 * @throws InputError for an unknown option, one of the wrong type, or a required one that is missing.
 */
export function checkOptions(owner: string, options: Options, rules: OptionRules): void {
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (rule === undefined) throw new InputError(unknownName(`option of ${owner}`, name, Object.keys(rules)))
    checkValue(`${owner}, option ${name}`, value, rule)
  }
  for (const [name, rule] of Object.entries(rules))
    if (rule.required && options[name] === undefined)
      throw new InputError({ message: `${owner} needs the option ${name}`, hint: rule.description })
}

function checkValue(place: string, value: OptionValue, rule: OptionRule): void {
  if (rule.type === 'names') {
    if (typeof value !== 'object') throw wrongType(place, value, 'a list of names')
    const allowed = rule.allowed ?? []
    for (const name of value)
      if (!allowed.includes(name)) throw new InputError(unknownName(`name in ${place}:`, name, allowed))
    return
  }
  const types = rule.type === 'string-or-number' ? ['string', 'number'] : [rule.type]
  if (!types.includes(typeof value)) throw wrongType(place, value, types.join(' or '))
}

function wrongType(place: string, found: OptionValue, wanted: string): InputError {
  return new InputError(`${place}: found ${JSON.stringify(found)}, wanted ${wanted}`)
}
