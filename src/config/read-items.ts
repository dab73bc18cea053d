import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { InputError } from '../domain/input-error.ts'
import type { ItemSource, LocatedItem } from './item-source.ts'
import type { WrittenItems } from './items-schema.ts'
import { missingFile } from './missing-file.ts'
import type { ValuePath } from './place.ts'
import { readText } from './read-text.ts'
import type { YamlDocument } from './yaml-document.ts'

/** Where items are written, and how they are read. */
export interface ReadItemsOptions {
  readonly document: YamlDocument
  /** Of the value: `['tasks', 0, 'items']`. */
  readonly path: ValuePath
  readonly source: ItemSource
  /** Put before ids that are made from positions. */
  readonly idPrefix: string
}

/** The items of a task file's `items` or `pool`: inline, or from a file beside it. @throws InputError */
export async function readItems(
  written: WrittenItems,
  { document, path, source, idPrefix }: ReadItemsOptions,
): Promise<readonly LocatedItem[]> {
  if (Array.isArray(written)) {
    const records = written.map((fields, index) => ({ fields, place: document.placeOf([...path, index]) }))
    return source.itemsOfRecords(records, { map: {}, idPrefix })
  }
  const { file, map = {} } = typeof written === 'string' ? { file: written } : written
  const full = join(dirname(document.file), file)
  try {
    if ((await stat(full)).isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
  } catch (error) {
    const place = document.placeOf(typeof written === 'string' ? path : [...path, 'file'])
    throw new InputError(await missingFile(full, dirname(full), error, place))
  }
  return source.readItemFile(full, { map, idPrefix, readText })
}
