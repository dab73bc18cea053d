import type { DataSelection, FieldMap } from '../domain/data-source.ts'
import type { Item } from '../domain/item.ts'
import type { Place } from './place.ts'

/** One row of a data file or one inline item, before it is checked. */
interface ItemRecord {
  readonly fields: Readonly<Record<string, unknown>>
  readonly place: Place
}

/** An item and where it was written. */
export interface LocatedItem {
  readonly item: Item
  readonly place: Place
}

/** How records become items: the datasets room, as config uses it. */
export interface ItemSource {
  /** Items of a data file, in file order. @throws InputError with every bad row. */
  readItemFile(
    path: string,
    options: DataSelection & {
      /** Put before ids that are made from positions. */
      readonly idPrefix: string
      /** Where the file is named. */
      readonly place: Place
      /** Reads UTF-8 text. @throws InputError */
      readonly readText: (path: string) => Promise<string>
    },
  ): Promise<readonly LocatedItem[]>
  /** Items of records. @throws InputError with every bad record. */
  itemsOfRecords(
    records: readonly ItemRecord[],
    options: { readonly map: FieldMap; readonly idPrefix: string },
  ): readonly LocatedItem[]
}
