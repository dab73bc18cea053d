import { parse } from 'yaml'
import type { Importing } from './importing.ts'
import { PythonFunction } from './python-function.ts'
import { jinjaDifferences, withKeptSpaces } from './python-jinja.ts'

/** A field's origin in a suite: a path, a template, or a list of them. */
export type Origin = string | readonly string[]

const IDENTIFIER = /^[A-Za-z_]\w*$/
const ONE_EXPRESSION = /^\{\{-?(?:(?!\}\}|\{\{).)*-?\}\}$/s

/** `doc_to_text` or `doc_to_target` as the origin of a field; undefined where it was refused. */
export function originOf(importing: Importing, key: string): Origin | undefined {
  const value = importing.task.value(key)
  if (typeof value === 'number' && Number.isInteger(value)) return `{{ ${value} }}`
  if (value instanceof PythonFunction) return undefined
  if (typeof value !== 'string') {
    importing.refuse(key, `found ${value === undefined ? 'nothing' : JSON.stringify(value)}, expected text`)
    return undefined
  }
  return textOrigin(importing, key, value)
}

/** Text as lm-evaluation-harness takes it: a text without expressions names a field. */
function textOrigin(importing: Importing, key: string, written: string): string | undefined {
  if (written.trim() === '') {
    importing.refuse(key, `found ${JSON.stringify(written)}, and no item can be without text here`)
    return undefined
  }
  // Text that is the same for all items would ask nothing: it can only be a field.
  if (!/\{\{|\{%/.test(written)) return written
  const position = positionOf(written)
  if (position !== undefined) return position
  const differences = jinjaDifferences(written)
  for (const difference of differences)
    importing.refuse(key, `${difference} does not do here what it does in Python's Jinja`)
  return differences.length > 0 ? undefined : withKeptSpaces(written)
}

/** `{{ list.index(value) }}`, which our Jinja has no method for, as a search. */
function positionOf(written: string): string | undefined {
  const [, list, value] = /^\{\{\s*([^{}'"|]+|\[[^{}|]+\])\.index\(([^{}()|]+)\)\s*\}\}$/.exec(written) ?? []
  if (list === undefined || value === undefined) return undefined
  return `{% for member in ${list} %}{% if member == ${value} and member not in ${list}[:loop.index0] %}{{ loop.index0 }}{% endif %}{% endfor %}`
}

/** `doc_to_choice` as the origin of the choices. */
export function choicesOrigin(importing: Importing): Origin | undefined {
  const key = 'doc_to_choice'
  const value = importing.task.value(key)
  if (value instanceof PythonFunction) return undefined
  if (Array.isArray(value)) return constant(importing, value)
  if (typeof value === 'object' && value !== null) return constant(importing, Object.values(value))
  if (typeof value !== 'string') {
    importing.refuse(key, `found ${JSON.stringify(value)}, expected a list, a field or a template`)
    return undefined
  }
  const listed = listOfTemplates(value)
  if (listed !== undefined) {
    const origins = listed.map((member) => textOrigin(importing, key, member))
    return origins.every((origin) => origin !== undefined) ? origins : undefined
  }
  if (!IDENTIFIER.test(value) && !ONE_EXPRESSION.test(value.trim())) {
    importing.refuse(key, 'it writes a list as text in several steps, which cannot be read back')
    return undefined
  }
  return textOrigin(importing, key, value.trim())
}

/** A list that is the same for every item. */
function constant(importing: Importing, values: readonly unknown[]): string | undefined {
  if (values.length > 0 && values.every((value) => typeof value === 'string' && value !== ''))
    return `{{ ${JSON.stringify(values)} }}`
  importing.refuse('doc_to_choice', `found ${JSON.stringify(values)}, expected texts that are not empty`, {
    hint: 'YAML reads a bare yes or no as true or false: put it in quotes',
  })
  return undefined
}

/** The members of a Python list that is written in a template: `["{{a}}", "{{b}}"]`. */
function listOfTemplates(written: string): readonly string[] | undefined {
  if (!/^\s*\[/.test(written)) return undefined
  try {
    const list: unknown = parse(written)
    return Array.isArray(list) && list.length > 0 && list.every((member) => typeof member === 'string')
      ? list.map((member) => (/\{\{|\{%/.test(member) ? member : `{{ ${JSON.stringify(member)} }}`))
      : undefined
  } catch {
    return undefined
  }
}
