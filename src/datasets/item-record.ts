import type { Problem } from '../domain/input-error.ts'
import type { Item } from '../domain/item.ts'

/** A place in a file; line and column count from 1. */
type Place = Pick<Problem, 'file' | 'line' | 'column'>

/** One row of a data file, or one item of a task file, before it is checked. */
export interface ItemRecord {
  readonly fields: Readonly<Record<string, unknown>>
  readonly place: Place
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

/** Which fields are the input, the target, the id and the group, where they have other names. */
export interface FieldMap {
  readonly input?: string | undefined
  readonly target?: string | undefined
  readonly id?: string | undefined
  readonly group?: string | undefined
}

/** How records become items. */
export interface ItemOptions {
  readonly map?: FieldMap | undefined
  /** Put before ids that are made from positions, so that two sources of one task do not share ids. */
  readonly idPrefix?: string | undefined
}
