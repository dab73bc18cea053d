import { InputError, unknownName } from '../domain/input-error.ts'
import type { OptionRule, OptionRules, Options, OptionValue } from '../domain/option-rule.ts'

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
  if (rule.type === 'texts') {
    if (typeof value !== 'object') throw wrongType(place, value, 'a list of texts')
    return
  }
  if (rule.type === 'choice') {
    const allowed = rule.allowed ?? []
    if (typeof value !== 'string' || !allowed.includes(value))
      throw new InputError(unknownName(`value of ${place}:`, String(value), allowed))
    return
  }
  const types = rule.type === 'string-or-number' ? ['string', 'number'] : [rule.type]
  if (!types.includes(typeof value)) throw wrongType(place, value, types.join(' or '))
}

function wrongType(place: string, found: OptionValue, wanted: string): InputError {
  return new InputError(`${place}: found ${JSON.stringify(found)}, wanted ${wanted}`)
}
