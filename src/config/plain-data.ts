import { InputError } from '../domain/input-error.ts'
import type { ValuePath } from './place.ts'

/** Deeper than any config, and a value that contains itself has no end. */
const MOST_LEVELS = 100

/**
 * A copy of a value as YAML could have said it: mappings, lists, text, numbers, booleans, null. Members that are
 * undefined are left out, as if they were not written.
 *
 * @param name what the value is called in messages: `config`
 * @throws InputError for a function, a Date, an instance of a class, and for a value that contains itself
 */
export function plainData(value: unknown, name: string, path: ValuePath = []): unknown {
  const refused = (what: string): InputError =>
    new InputError({ file: pathText(name, path), message: `found ${what}, expected plain data` })
  if (path.length > MOST_LEVELS) throw new InputError({ file: name, message: 'it contains itself' })
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    throw refused(`a ${typeof value}`)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((member, index) => plainData(member, name, [...path, index]))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype)
    throw refused(`an instance of ${value.constructor?.name || 'a class'}`)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [[key, plainData(member, name, [...path, key])]],
    ),
  )
}

/** A path as it is written in code: `config.models[2].family`. */
export function pathText(name: string, path: ValuePath): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
  })
  return `${name}${steps.join('')}`
}
