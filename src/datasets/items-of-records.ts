import { InputError, type Problem } from '../domain/input-error.ts'
import type { FieldValue, Item } from '../domain/item.ts'
import { nearestName } from '../domain/nearest.ts'
import type { FieldMap, ItemOptions, ItemRecord, LocatedItem } from './item-record.ts'

/**
 * Checked items, in order. All fields are kept for templates, where `input` is the input and `target` the
 * first target. An item without an id gets its position from 0, padded to the width of the count.
 *
 * @throws InputError with every bad record: no input, no target, the wrong type, an id given twice.
 */
export function itemsOfRecords(
  records: readonly ItemRecord[],
  { map = {}, idPrefix = '' }: ItemOptions = {},
): readonly LocatedItem[] {
  const width = String(Math.max(0, records.length - 1)).length
  const items: LocatedItem[] = []
  const problems: Problem[] = []
  const firstLines = new Map<string, number | undefined>()
  for (const [index, record] of records.entries()) {
    const made = itemOf(record, map, `${idPrefix}${String(index).padStart(width, '0')}`)
    if ('problems' in made) {
      problems.push(...made.problems.map((problem) => ({ ...record.place, ...problem })))
      continue
    }
    const { id } = made.item
    if (firstLines.has(id))
      problems.push({
        ...record.place,
        message: `the id "${id}" is given twice, first in line ${firstLines.get(id)}`,
      })
    else firstLines.set(id, record.place.line)
    items.push({ item: made.item, place: record.place })
  }
  const [first, ...others] = problems
  if (first !== undefined) throw new InputError(first, ...others)
  return items
}

type Made = { readonly item: Item } | { readonly problems: readonly Problem[] }

function itemOf({ fields }: ItemRecord, map: FieldMap, usualId: string): Made {
  const inputField = map.input ?? 'input'
  const targetField = map.target ?? 'target'
  const input = fields[inputField]
  const targets = targetsOf(fields[targetField])
  const id = optionalText(fields[map.id ?? 'id'], 'number')
  const group = optionalText(fields[map.group ?? 'group'])
  const problems: Problem[] = []
  if (typeof input !== 'string' || input === '') problems.push(missing('input', inputField, fields))
  if (targets === undefined) problems.push(missing('target', targetField, fields))
  if (id === INVALID) problems.push(wrong(map.id ?? 'id', fields, 'text or a whole number'))
  if (group === INVALID) problems.push(wrong(map.group ?? 'group', fields, 'text'))
  if (
    typeof input !== 'string' ||
    targets === undefined ||
    id === INVALID ||
    group === INVALID ||
    problems.length > 0
  )
    return { problems }
  const item: Item = {
    id: id ?? usualId,
    input,
    targets,
    // They come from JSON, YAML or CSV, which hold nothing else.
    fields: { ...(fields as Record<string, FieldValue>), input, target: targets[0] },
    ...(group === undefined ? {} : { group }),
  }
  return { item }
}

function targetsOf(value: unknown): readonly [string, ...string[]] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const [first, ...others] = list.filter((target) => typeof target === 'string' && target !== '') as string[]
  return first === undefined || others.length + 1 < list.length ? undefined : [first, ...others]
}

const INVALID = Symbol('invalid')

function optionalText(value: unknown, also?: 'number'): string | undefined | typeof INVALID {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  return also === 'number' && Number.isSafeInteger(value) ? String(value) : INVALID
}

function missing(what: 'input' | 'target', field: string, fields: ItemRecord['fields']): Problem {
  const expected = what === 'input' ? 'text' : 'text or a list of texts'
  if (Object.hasOwn(fields, field)) return wrong(field, fields, `${expected} that is not empty`)
  const names = Object.keys(fields)
  return {
    message: `the item has no ${what}: there is no field "${field}"`,
    nearest: nearestName(field, names),
    allowed: names,
    hint: `name the field in map: {${what}: …}, or add it`,
  }
}

function wrong(field: string, fields: ItemRecord['fields'], expected: string): Problem {
  return { message: `${field}: found ${JSON.stringify(fields[field])}, expected ${expected}` }
}
