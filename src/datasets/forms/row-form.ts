import type { Problem } from '../../domain/input-error.ts'
import type { ItemRecord, RecordFields } from '../item-record.ts'

/** A row of a published data set in the fields of an item, or what it lacks. */
type FormedRow =
  | { readonly fields: RecordFields; readonly mayLackTarget?: boolean }
  | { readonly problem: Problem }

/** How rows of a published data set become rows with the fields of an item. */
export type RowForm = (fields: RecordFields) => FormedRow

/** The record in its item's fields. */
export function formedRecord(record: ItemRecord, form: RowForm): ItemRecord | { readonly problem: Problem } {
  const formed = form(record.fields)
  if ('problem' in formed) return { problem: { ...record.place, ...formed.problem } }
  return { ...record, ...formed }
}

/** A field that is text, or undefined. */
export function textField(fields: RecordFields, name: string): string | undefined {
  const value = fields[name]
  return typeof value === 'string' ? value : undefined
}

/** The problem of a row in which a form's field is absent. */
export function lacking(form: string, name: string, expected: string): { readonly problem: Problem } {
  return {
    problem: { message: `format ${form}: the row has no text "${name}"`, hint: `it expects ${expected}` },
  }
}
