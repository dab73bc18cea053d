import type { FieldMap } from '../domain/data-source.ts'
import { InputError, type Problem } from '../domain/input-error.ts'
import type { Item } from '../domain/item.ts'
import { nearestName } from '../domain/nearest.ts'
import { choicesOf, targetAmong } from './choices-of.ts'
import { fieldAt } from './field-at.ts'
import { type FieldFound, fieldFrom, isTemplate, unknownField } from './field-from.ts'
import type { ItemOptions, ItemRecord, LocatedItem, RecordFields } from './item-record.ts'
import { textOf, textsOf } from './texts-of.ts'

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
  const usualIds = usualIdsOf(records.length, idPrefix)
  const items: LocatedItem[] = []
  const problems: Problem[] = originProblems(records, map)
  const firstPlaces = new Map<string, ItemRecord['place']>()
  for (const [index, record] of records.entries()) {
    const made = itemOf(record, map, record.usualId ?? usualIds(index))
    if ('problems' in made) {
      problems.push(...made.problems.map((problem) => ({ ...record.place, ...problem })))
      continue
    }
    const { id } = made.item
    const first = firstPlaces.get(id)
    if (first === undefined) firstPlaces.set(id, record.place)
    else
      problems.push({
        ...record.place,
        message: `the id "${id}" is given twice, first in ${first.line === undefined ? first.file : `line ${first.line}`}`,
      })
    items.push({ item: made.item, place: record.place })
  }
  const [first, ...others] = problems
  if (first !== undefined) throw new InputError(first, ...others)
  return items
}

/** Ids by position from 0, padded to the width of the count. */
export function usualIdsOf(count: number, prefix: string): (index: number) => string {
  const width = String(Math.max(0, count - 1)).length
  return (index) => `${prefix}${String(index).padStart(width, '0')}`
}

/** Fields that a row may lack, and that templates do not see under these names. */
const OPTIONAL = ['id', 'group']
const UNSEEN = [...OPTIONAL, 'target_index']

/** A field that only some rows have is well, one that none has is a slip. */
function originProblems(records: readonly ItemRecord[], map: FieldMap): Problem[] {
  const [first] = records
  if (first === undefined) return []
  return OPTIONAL.flatMap((name) => {
    const origin = map[name]
    if (typeof origin !== 'string' || isTemplate(origin)) return []
    if (records.some(({ fields }) => fieldAt(fields, origin) !== undefined)) return []
    return [{ ...first.place, ...ofItem(name, unknownField(first.fields, origin)) }]
  })
}

type Made = { readonly item: Item } | { readonly problems: readonly Problem[] }

function itemOf(record: ItemRecord, map: FieldMap, usualId: string): Made {
  const problems: Problem[] = []
  const mapped = mappedFields(record.fields, map, problems)
  if (problems.length > 0) return { problems }
  const fields = { ...record.fields, ...mapped }
  const { input } = fields
  if (typeof input !== 'string' || input === '') problems.push(missing('input', fields, map))
  const answers = answersOf(fields, map, record.mayLackTarget === true)
  if ('problem' in answers) problems.push(answers.problem)
  const id = optionalText(fields.id, 'number')
  if (id === INVALID) problems.push(wrong(nameOf(map, 'id'), fields.id, 'text or a whole number'))
  const group = optionalText(fields.group)
  if (group === INVALID) problems.push(wrong(nameOf(map, 'group'), fields.group, 'text'))
  if (problems.length > 0 || 'problem' in answers) return { problems }
  const item: Item = {
    id: typeof id === 'string' ? id : usualId,
    input: String(input),
    ...answers,
    // They come from JSON, YAML, CSV or Parquet, which hold nothing else.
    fields: {
      ...(seenFields(record.fields, mapped) as Item['fields']),
      input: String(input),
      target: answers.targets[0],
    },
    ...(typeof group === 'string' ? { group } : {}),
  }
  return { item }
}

type Answers = Pick<Item, 'targets' | 'choices'> | { readonly problem: Problem }

/** The targets, and the choices where the item has such: each target is one of them. */
function answersOf(fields: RecordFields, map: FieldMap, mayLackTarget: boolean): Answers {
  const choices = choicesOf(fields, map)
  if (choices !== undefined && 'problem' in choices) return choices
  const targets =
    map.target_index === undefined
      ? targetsOf(fields, map, mayLackTarget)
      : targetAmong(fields.target_index, map.target_index, choices)
  if ('problem' in targets) return targets
  const stray = choices && targets.find((target) => !choices.includes(target))
  if (choices !== undefined && stray === undefined) return { targets, choices }
  // A field that is only called so offers no choices.
  if (choices === undefined || stray === undefined || map.choices === undefined) return { targets }
  const message = `the target ${JSON.stringify(stray)} is none of the choices`
  return { problem: { message, allowed: choices, nearest: nearestName(stray, choices) } }
}

/** The fields that the map adds to a row's. */
function mappedFields(fields: RecordFields, map: FieldMap, problems: Problem[]): RecordFields {
  const added: Record<string, unknown> = {}
  for (const [name, origin] of Object.entries(map)) {
    if (origin === undefined || origin === null) continue
    const found: FieldFound = fieldFrom(fields, origin)
    if ('value' in found) added[name] = found.value
    else if (OPTIONAL.includes(name)) added[name] = undefined
    else problems.push(ofItem(name, found.problem))
  }
  return added
}

function seenFields(fields: RecordFields, mapped: RecordFields): RecordFields {
  const seen = Object.entries(mapped).filter(([name]) => !UNSEEN.includes(name))
  return { ...fields, ...Object.fromEntries(seen) }
}

function ofItem(name: string, problem: Problem): Problem {
  const hint = ['input', 'target'].includes(name)
    ? `name the field in map: {${name}: …}, or add it`
    : undefined
  return { ...problem, message: `the item has no ${name}: ${problem.message}`, ...(hint && { hint }) }
}

type Texts = readonly [string, ...string[]]

function targetsOf(
  fields: RecordFields,
  map: FieldMap,
  mayLackTarget: boolean,
): Texts | { readonly problem: Problem } {
  const { target } = fields
  if (map.target === null) return ['']
  if (mayLackTarget && (target === undefined || target === null || target === '')) return ['']
  return textsOf(target) ?? { problem: missing('target', fields, map) }
}

const INVALID = Symbol('invalid')

function optionalText(value: unknown, also?: 'number'): string | undefined | typeof INVALID {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  return also === 'number' && Number.isSafeInteger(value) ? textOf(value) : INVALID
}

function nameOf(map: FieldMap, field: 'input' | 'target' | 'id' | 'group'): string {
  const origin = map[field]
  return typeof origin === 'string' ? origin : field
}

function missing(what: 'input' | 'target', fields: RecordFields, map: FieldMap): Problem {
  const expected = what === 'input' ? 'text' : 'text or a list of texts'
  if (Object.hasOwn(fields, what))
    return wrong(nameOf(map, what), fields[what], `${expected} that is not empty`)
  const names = Object.keys(fields)
  return ofItem(what, {
    message: `there is no field "${what}"`,
    nearest: nearestName(what, names),
    allowed: names,
  })
}

function wrong(field: string, found: unknown, expected: string): Problem {
  return { message: `${field}: found ${JSON.stringify(found)}, expected ${expected}` }
}
