import * as z from 'zod'
import type { Problem } from '../domain/input-error.ts'
import { nearestName } from '../domain/nearest.ts'
import { closestBranch } from './closest-branch.ts'
import { describeFound, describeValue } from './describe-value.ts'
import type { Place, ValuePath } from './place.ts'

/** The places that problems need: a YAML document, or a view of one. */
export interface Places {
  placeOf(path: ValuePath): Place
  placeOfKey(path: ValuePath, key: string): Place
}

/** A value that fits its schema, or what is wrong with it. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/** A misfit at a path; `problem` says it for a person. */
interface Issue {
  readonly path: ValuePath
  readonly problem: Problem
  /** It is about several keys together, and only worth telling where each of them is right. */
  readonly isRule?: boolean
}

/** Checks a value strictly; unknown keys come with the known ones, wrong values with what is expected. */
export function checkValue<S extends z.ZodType>(
  schema: S,
  value: unknown,
  places: Places,
): Checked<z.output<S>> {
  const knownKeys = new WeakMap<readonly string[], readonly string[]>()
  // A message of a schema is the phrase that says what it expects; `error` gives the phrase where it has none.
  const result = schema.safeParse(value, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') knownKeys.set(issue.keys, keysOf(issue.inst))
      return expectedPhrase(issue)
    },
  })
  if (result.success) return { ok: true, value: result.data }
  const explain = (issue: z.core.$ZodIssue, base: ValuePath): Issue[] => {
    const path = [...base, ...issue.path] as ValuePath
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey(path, key, knownKeys.get(issue.keys) ?? [], places))
    if (issue.code === 'invalid_union' && issue.errors.length > 0)
      return closestBranch(issue.errors).flatMap((inner) => explain(inner, path))
    if (issue.code === 'invalid_key') return [badKey(issue, path, places)]
    return [misfit(issue, path, valueAt(value, path), places)]
  }
  return { ok: false, issues: withoutEchoes(result.error.issues.flatMap((issue) => explain(issue, []))) }
}

/** The value at a path, or undefined. */
export function valueAt(value: unknown, path: ValuePath): unknown {
  let found = value
  for (const step of path)
    found =
      typeof found === 'object' && found !== null
        ? (found as Record<string | number, unknown>)[step]
        : undefined
  return found
}

function unknownKey(path: ValuePath, key: string, allowed: readonly string[], places: Places): Issue {
  const problem: Problem = {
    ...places.placeOfKey(path, key),
    message: `unknown key "${key}"`,
    nearest: nearestName(key, allowed),
    allowed,
  }
  return { path: [...path, key], problem }
}

function badKey(issue: z.core.$ZodIssueInvalidKey, path: ValuePath, places: Places): Issue {
  const key = String(path.at(-1))
  const message = `found the key ${describeValue(key)}, expected ${issue.issues[0]?.message}`
  return { path, problem: { ...places.placeOfKey(path.slice(0, -1), key), message } }
}

function misfit(issue: z.core.$ZodIssue, path: ValuePath, found: unknown, places: Places): Issue {
  const key = path.findLast((step) => typeof step === 'string')
  const place = places.placeOf(path)
  const values = allowedValues(issue)
  if (found === undefined && typeof path.at(-1) === 'string') {
    const expected = values === undefined ? `, expected ${issue.message}` : ''
    return { path, problem: { ...place, message: `missing key "${key}"${expected}`, allowed: values } }
  }
  const label = key === undefined ? '' : `${key}: `
  // A rule over several keys says in full what is wrong.
  if (issue.code === 'custom' && issue.params?.rule === true)
    return { path, isRule: true, problem: { ...place, message: `${label}${issue.message}` } }
  const expected = values === undefined ? `, expected ${issue.message}` : ''
  const nearest = values === undefined || typeof found !== 'string' ? undefined : nearestName(found, values)
  const message = `${label}found ${describeFound(path, found)}${expected}`
  return { path, problem: { ...place, message, allowed: values, nearest, ...hintFor(issue, found) } }
}

function withoutEchoes(issues: readonly Issue[]): readonly Issue[] {
  const isBelow = (path: ValuePath, above: ValuePath) => above.every((step, index) => path[index] === step)
  return issues.filter(
    (issue) =>
      issue.isRule !== true ||
      !issues.some((other) => other.isRule !== true && isBelow(other.path, issue.path)),
  )
}

function hintFor(issue: z.core.$ZodIssue, found: unknown): Pick<Problem, 'hint'> {
  const isQuotable = typeof found === 'number' || typeof found === 'boolean'
  if (issue.code === 'invalid_type' && issue.expected === 'string' && isQuotable)
    return { hint: `put it in quotes: "${found}"` }
  const isNumber = issue.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int')
  if (isNumber && typeof found === 'string' && /^-?\d+(\.\d+)?$/.test(found))
    return { hint: 'remove the quotes' }
  return {}
}

function allowedValues(issue: z.core.$ZodIssue): readonly string[] | undefined {
  if (issue.code === 'invalid_value')
    return [...issue.values.map(String), ...(issue.message === '' ? [] : [issue.message])]
  if (issue.code !== 'invalid_union' || !('options' in issue)) return undefined
  return Array.isArray(issue.options) ? issue.options.map(String) : undefined
}

function keysOf(schema: unknown): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

function expectedPhrase(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') return TYPE_PHRASES[issue.expected] ?? issue.expected
  return ''
}

const TYPE_PHRASES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}
