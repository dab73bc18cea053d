import type { DataSelection } from '../domain/data-source.ts'
import { InputError, type Problem } from '../domain/input-error.ts'
import { filterRecords } from './filter-records.ts'
import { formatOf, type ReadText } from './formats.ts'
import { formedRecord, type RowForm } from './forms/row-form.ts'
import type { ItemOptions, ItemRecord, LocatedItem, Place } from './item-record.ts'
import { itemsOfRecords, usualIdsOf } from './items-of-records.ts'
import { sampleItems } from './sample-items.ts'

/** How to read a data file. */
export interface ReadItemFileOptions extends ItemOptions, DataSelection {
  readonly readText: ReadText
  /** Where the file is named: for what is wrong with the choice of its items. */
  readonly place?: Place | undefined
}

/**
 * Items of a data file, in file order. An item without an id has its position in the whole file, so that a filter
 * changes no id.
 *
 * @throws InputError with every bad row, each with its line
 */
export async function readItemFile(
  path: string,
  { readText, format, where, sample, place = {}, ...options }: ReadItemFileOptions,
): Promise<readonly LocatedItem[]> {
  const { read, form } = formatOf(path, format, place)
  const { records, problems } = await read(path, readText)
  const items = gathered(problems, () => {
    if (records.length === 0 && problems.length === 0)
      throw new InputError({ file: path, message: 'found no items' })
    const usualIds = usualIdsOf(records.length, options.idPrefix ?? '')
    const numbered = records.map((record, index) => ({ ...record, usualId: usualIds(index) }))
    const kept = where === undefined ? numbered : filterRecords(numbered, where, place)
    return form === undefined ? itemsOfRecords(kept, options) : formedItems(kept, form, options)
  })
  return sample === undefined ? items : sampleItems(items, sample, place)
}

function formedItems(
  records: readonly ItemRecord[],
  form: RowForm,
  options: ItemOptions,
): readonly LocatedItem[] {
  const problems: Problem[] = []
  const rows: ItemRecord[] = []
  for (const record of records) {
    const formed = formedRecord(record, form)
    if ('problem' in formed) problems.push(formed.problem)
    else rows.push(formed)
  }
  return gathered(problems, () => itemsOfRecords(rows, options))
}

/** Rows that could not be read come first, then what is wrong with the others. */
function gathered<T>(earlier: readonly Problem[], work: () => T): T {
  const all = [...earlier]
  let made: { readonly value: T } | undefined
  try {
    made = { value: work() }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    all.push(...error.problems)
  }
  const [first, ...others] = all
  if (first === undefined && made !== undefined) return made.value
  throw new InputError(first ?? 'found no items', ...others)
}
