import { Template } from '@huggingface/jinja'
import type { Problem } from '../domain/input-error.ts'
import { nearestName } from '../domain/nearest.ts'
import { type TemplateVariables, templateVariables } from '../domain/template-variables.ts'
import type { LocatedItem } from './item-source.ts'
import { placeText } from './place.ts'
import type { Setting } from './task-settings.ts'
import type { YamlDocument } from './yaml-document.ts'

/**
 * What is wrong with a template: its syntax, a filter or function that is not there, or a field that it
 * names and some item lacks.
 */
export function checkTemplate(
  template: Setting<string>,
  items: readonly LocatedItem[],
  document: YamlDocument,
): readonly Problem[] {
  const part = template.path.slice(-2).join('.')
  let variables: TemplateVariables
  try {
    variables = templateVariables(template.value)
  } catch (error) {
    const place = document.placeInside(template.path, syntaxFault(error))
    return [{ ...place, message: `${part}: not a Jinja template: ${reasonOf(error)}` }]
  }
  const missing = [...variables.required].flatMap((field) =>
    missingField(part, field, template, items, document),
  )
  if (missing.length > 0) return missing
  const [first] = items
  if (first === undefined) return []
  try {
    new Template(template.value).render({ ...first.item.fields })
    return []
  } catch (error) {
    const message = `${part}: the template cannot be rendered: ${reasonOf(error)}`
    return [{ ...document.placeOf(template.path), message }]
  }
}

function missingField(
  part: string,
  field: string,
  template: Setting<string>,
  items: readonly LocatedItem[],
  document: YamlDocument,
): readonly Problem[] {
  const lacking = items.filter(({ item }) => !Object.hasOwn(item.fields, field))
  const [first] = lacking
  if (first === undefined) return []
  const place = document.placeInside(template.path, new RegExp(`(?<=\\{[{%][^}]*)\\b${field}\\b`, 'u'))
  const names = Object.keys(first.item.fields)
  const message = `${part}: the template names the field "${field}"`
  if (lacking.length === items.length)
    return [
      {
        ...place,
        message: `${message}, which no item has`,
        nearest: nearestName(field, names),
        allowed: names,
      },
    ]
  const where = placeText(first.place)
  return [
    {
      ...place,
      message: `${message}, which ${lacking.length} of ${items.length} items lack, the first at ${where}`,
    },
  ]
}

/** Where a syntax error most likely stands: an unknown statement, else what opens and never closes. */
function syntaxFault(error: unknown): RegExp {
  const statement = /^Unknown statement type: (\w+)$/.exec(messageOf(error))?.[1]
  if (statement !== undefined) return new RegExp(`\\{%[-+]?\\s*${statement}\\b`)
  return /\{\{(?![\s\S]*?\}\})|\{%(?![\s\S]*?%\})|\{#(?![\s\S]*?#\})/
}

function reasonOf(error: unknown): string {
  const message = messageOf(error)
  // The parser runs past the end of a template whose block or expression stays open.
  if (error instanceof TypeError) return 'a block or an expression is not closed'
  return message
    .replace(/^Parser Error: /, '')
    .replace(/\.? ?\w+ !== \w+\.?$/, '')
    .replace(/^Unknown \w+ filter/, 'Unknown filter')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
