import { Template as JinjaTemplate } from '@huggingface/jinja'
import type { Item } from '../domain/item.ts'

/** A compiled template: an item's fields → text. */
export type CompiledTemplate = (fields: Item['fields']) => string

const PLAIN_FIELD = /^\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}$/

/**
 * Compiles one Jinja template. Line ends at its very end are kept, as lm-evaluation-harness keeps them
 * (Jinja itself drops the last one): where a prompt stops decides what a model says next.
 *
 * @throws Error of the Jinja parser; the config room has checked templates before.
 */
export function compileTemplate(source: string): CompiledTemplate {
  const body = source.replace(/\n+$/, '')
  const ending = source.slice(body.length)
  const field = PLAIN_FIELD.exec(body)?.[1]
  // Most templates of targets are one plain field; reading it is a hundred times cheaper than rendering.
  if (field !== undefined) return (fields) => textOf(fields[field]) + ending
  const template = new JinjaTemplate(body)
  return (fields) => template.render({ ...fields }) + ending
}

function textOf(value: Item['fields'][string] | undefined): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : new JinjaTemplate('{{ value }}').render({ value })
}
