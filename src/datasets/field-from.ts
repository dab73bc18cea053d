import { Template } from '@huggingface/jinja'
import type { FieldOrigin } from '../domain/data-source.ts'
import type { Problem } from '../domain/input-error.ts'
import { nearestName } from '../domain/nearest.ts'
import { templateVariables } from '../domain/template-variables.ts'
import { fieldAt, pathsOf } from './field-at.ts'
import type { RecordFields } from './item-record.ts'

/** What a row gives for a field, or why it gives nothing. */
export type FieldFound = { readonly value: unknown } | { readonly problem: Problem }

/** Whether the origin of a field is a template and not a path. */
export function isTemplate(origin: string): boolean {
  return /\{\{|\{%/.test(origin)
}

/** The value of a field that `map` describes, from one row. */
export function fieldFrom(fields: RecordFields, origin: Exclude<FieldOrigin, null>): FieldFound {
  if (typeof origin !== 'string') {
    const values: unknown[] = []
    for (const part of origin) {
      const found = fieldFrom(fields, part)
      if ('problem' in found) return found
      values.push(found.value)
    }
    return { value: values }
  }
  if (isTemplate(origin)) return rendered(fields, origin)
  const value = fieldAt(fields, origin)
  return value === undefined ? { problem: unknownField(fields, origin) } : { value }
}

/** The problem of a path that leads nowhere, with the nearest one. */
export function unknownField(fields: RecordFields, path: string): Problem {
  const paths = pathsOf(fields)
  return { message: `there is no field "${path}"`, nearest: nearestName(path, paths), allowed: paths }
}

interface Compiled {
  readonly required: ReadonlySet<string>
  readonly template: Template
  /** Line ends at its very end, which Jinja would drop. */
  readonly ending: string
  /** Of a template that is one expression: gives its value as JSON. */
  readonly asJson?: Template | undefined
}

const compiled = new Map<string, Compiled | string>()

/** A template that is one expression gives the expression's value, a list for instance; any other gives text. */
function rendered(fields: RecordFields, source: string): FieldFound {
  const known = compiled.get(source) ?? compile(source)
  compiled.set(source, known)
  if (typeof known === 'string') return { problem: { message: `not a Jinja template: ${known}` } }
  for (const name of known.required)
    if (!Object.hasOwn(fields, name)) return { problem: unknownField(fields, name) }
  try {
    if (known.asJson === undefined) return { value: known.template.render({ ...fields }) + known.ending }
    return { value: JSON.parse(known.asJson.render({ ...fields })) }
  } catch (error) {
    return { problem: { message: `the template ${source} cannot be rendered: ${messageOf(error)}` } }
  }
}

function compile(source: string): Compiled | string {
  try {
    const body = source.replace(/\n+$/, '')
    const template = new Template(body)
    // A template that asks itself what is defined may name fields that some rows lack.
    const asks = /\bis (?:not )?(?:un)?defined\b/.test(source)
    const required = asks ? new Set<string>() : templateVariables(source).required
    const expression = /^\{\{-?((?:(?!\}\}|\{\{).)*?)-?\}\}$/s.exec(source)?.[1]
    // Jinja alone would write a list as Python does, which is not to be read back.
    const asJson = expression === undefined ? undefined : new Template(`{{ (${expression}) | tojson }}`)
    return { required, template, ending: source.slice(body.length), asJson }
  } catch (error) {
    return messageOf(error)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
