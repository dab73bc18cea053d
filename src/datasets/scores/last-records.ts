import { InputError } from '../../domain/input-error.ts'
import { nearestName } from '../../domain/nearest.ts'
import type { ItemRecord } from '../item-record.ts'

/**
 * Of the records about the same, the one whose number in a column is the greatest: the last checkpoint of a training.
 *
 * @throws InputError where there is no such column, or a record has no number in it
 */
export function lastRecords(
  records: readonly ItemRecord[],
  column: string,
  aboutOf: (record: ItemRecord) => string,
): readonly ItemRecord[] {
  const known = new Set(records.flatMap(({ fields }) => Object.keys(fields)))
  if (!known.has(column) && records.length > 0)
    throw new InputError({
      message: `--last ${column}: there is no column "${column}"`,
      nearest: nearestName(column, known),
      allowed: [...known],
    })
  const last = new Map<string, { readonly record: ItemRecord; readonly value: number }>()
  for (const record of records) {
    const text = String(record.fields[column] ?? '')
    // A revision such as `step143000` is a number with a word before it.
    const value = Number(/^\D*?(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/i.exec(text)?.[1])
    const about = aboutOf(record)
    const before = last.get(about)
    if (before !== undefined && (Number.isNaN(value) || Number.isNaN(before.value)))
      throw new InputError({
        ...record.place,
        message: `found "${text}" in ${column}, expected a number to choose the last by`,
      })
    if (before === undefined || value > before.value) last.set(about, { record, value })
  }
  return [...last.values()].map(({ record }) => record)
}
