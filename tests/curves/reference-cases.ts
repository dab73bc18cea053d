import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathOf } from '../real-parts.ts'

/** A value of a case; a number that is undefined is `null`. */
type ReferenceValue = number | string | boolean | null | readonly ReferenceValue[]

/** A case of a file of reference values, made with statsmodels, sacreBLEU and numpy. */
export interface ReferenceCase {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly input: { readonly [name: string]: unknown }
  readonly expected: { readonly [name: string]: ReferenceValue }
  /** A number agrees where |found − expected| ≤ abs + rel · |expected|. */
  readonly tol?: { readonly abs?: number; readonly rel?: number } | null
}

/**
 * What our code gives for a case, under the names of what is expected: a name for all that it can give, undefined where
 * it gives nothing. More names than are expected are no fault, a name that is not there is one.
 */
export type ReferenceOutput = { readonly [name: string]: ReferenceValue | undefined }

/** The file of cases: the one that REFERENCE_JSON names, else the shared one, which may be absent. */
export function referenceFile(named: string | undefined): { path: string; required: boolean } {
  const set = named !== undefined && named !== ''
  return { path: set ? named : join(pathOf('shared'), 'reference.json'), required: set }
}

/** Whether there is something to read. */
export function isThere({ path }: { path: string }): boolean {
  return existsSync(path)
}

/** @throws an Error for a file that cannot be read, is no JSON, or holds no cases */
export function readCases(path: string): readonly ReferenceCase[] {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'))
  const cases =
    typeof content === 'object' && content !== null && 'cases' in content ? content.cases : content
  if (!Array.isArray(cases) || cases.length === 0) throw new Error(`${path} holds no cases`)
  return cases as readonly ReferenceCase[]
}

/** @throws an Error for a case that cannot be compared: as it stands, nothing would be, or not as it was meant */
export function checkedCase(one: unknown): ReferenceCase {
  if (!isRecord(one) || typeof one.kind !== 'string') throw new Error('a case is of no kind')
  if (!isRecord(one.input)) throw new Error('a case has no input')
  if (!isRecord(one.expected) || Object.keys(one.expected).length === 0)
    throw new Error('a case expects nothing')
  for (const [name, value] of Object.entries(one.tol ?? {}))
    if (!['abs', 'rel'].includes(name) || typeof value !== 'number')
      throw new Error(`a case has a tolerance ${name} of ${JSON.stringify(value)}`)
  return one as unknown as ReferenceCase
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What differs, one line a value; none where all that is expected was found. */
export function differences(found: ReferenceOutput, { expected, tol }: ReferenceCase): readonly string[] {
  return Object.entries(expected).flatMap(([name, value]) =>
    Object.hasOwn(found, name)
      ? differencesAt(name, found[name], value, tol)
      : [`${name}: nothing tells it, expected ${JSON.stringify(value)}`],
  )
}

function differencesAt(
  name: string,
  found: ReferenceValue | undefined,
  expected: ReferenceValue,
  tol: ReferenceCase['tol'],
): readonly string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length)
      return [`${name}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`]
    return expected.flatMap((value, at) => differencesAt(`${name}[${at}]`, found[at], value, tol))
  }
  return agrees(found, expected, tol) ? [] : [`${name}: ${found ?? null}, expected ${expected}`]
}

function agrees(
  found: ReferenceValue | undefined,
  expected: ReferenceValue,
  tol: ReferenceCase['tol'],
): boolean {
  if (typeof expected !== 'number') return (found ?? null) === expected
  return (
    typeof found === 'number' &&
    Math.abs(found - expected) <= (tol?.abs ?? 0) + (tol?.rel ?? 0) * Math.abs(expected)
  )
}
