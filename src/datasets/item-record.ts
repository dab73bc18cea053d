import type { FieldMap } from '../domain/data-source.ts'
import type { Problem } from '../domain/input-error.ts'
import type { Item } from '../domain/item.ts'

/** A place in a file; line and column count from 1. */
export type Place = Pick<Problem, 'file' | 'line' | 'column'>

/** Fields by name, before they are checked. */
export interface RecordFields {
  readonly [name: string]: unknown
}

/** One row of a data file, or one item of a task file, before it is checked. */
export interface ItemRecord {
  readonly fields: RecordFields
  readonly place: Place
  /** The id that the row has where it names none; by its position among the records where absent. */
  readonly usualId?: string | undefined
  /** A row of a kind whose target may be absent: code that is judged by tests. */
  readonly mayLackTarget?: boolean | undefined
}

/** Rows that could be read, and what is wrong with the others. */
export interface ReadRecords {
  readonly records: readonly ItemRecord[]
  readonly problems: readonly Problem[]
}

/** An item and where it was written. */
export interface LocatedItem {
  readonly item: Item
  readonly place: Place
}

/** How records become items. */
export interface ItemOptions {
  readonly map?: FieldMap | undefined
  /** Put before ids that are made from positions, so that two sources of one task do not share ids. */
  readonly idPrefix?: string | undefined
}
