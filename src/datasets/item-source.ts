import { itemsOfRecords } from './items-of-records.ts'
import { readItemFile } from './read-item-file.ts'

/** How rows and inline entries become items: what suites are loaded with. */
export const shippedItemSource = { readItemFile, itemsOfRecords } as const
