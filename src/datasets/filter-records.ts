import type { RowFilter } from '../domain/data-source.ts'
import { InputError, type Problem } from '../domain/input-error.ts'
import { nearestName } from '../domain/nearest.ts'
import { fieldAt, pathsOf } from './field-at.ts'
import type { ItemRecord, Place } from './item-record.ts'

const MOST_VALUES = 12

/**
 * The rows that have the wanted values; a row without the field has none of them.
 *
 * @param place where the filter is written, for messages
 * @throws InputError where no row has a field, or none of its rows a value that is wanted
 */
export function filterRecords(
  records: readonly ItemRecord[],
  where: RowFilter,
  place: Place = {},
): readonly ItemRecord[] {
  const problems = Object.entries(where).flatMap(([path, wanted]) =>
    pathProblems(records, path, listOf(wanted), place),
  )
  const [first, ...others] = problems
  if (first !== undefined) throw new InputError(first, ...others)
  const kept = records.filter(({ fields }) =>
    Object.entries(where).every(([path, wanted]) => listOf(wanted).includes(fieldAt(fields, path) as never)),
  )
  if (kept.length === 0 && records.length > 0)
    throw new InputError({ ...place, message: 'where: no row has all these values' })
  return kept
}

function pathProblems(
  records: readonly ItemRecord[],
  path: string,
  wanted: readonly unknown[],
  place: Place,
): readonly Problem[] {
  const found = new Set(records.map(({ fields }) => fieldAt(fields, path)))
  found.delete(undefined)
  if (found.size === 0 && records.length > 0) {
    const paths = [...new Set(records.slice(0, MOST_VALUES).flatMap(({ fields }) => pathsOf(fields)))]
    const message = `where: no row has the field "${path}"`
    return [{ ...place, message, nearest: nearestName(path, paths), allowed: paths }]
  }
  return wanted
    .filter((value) => !found.has(value))
    .map((value) => {
      const values = [...found].map(String)
      const more = values.length > MOST_VALUES ? [`… (${values.length} in all)`] : []
      return {
        ...place,
        message: `where: no row has ${JSON.stringify(value)} as its "${path}"`,
        nearest: nearestName(String(value), values),
        allowed: [...values.slice(0, MOST_VALUES), ...more],
      }
    })
}

function listOf(wanted: RowFilter[string]): readonly unknown[] {
  return Array.isArray(wanted) ? wanted : [wanted]
}
