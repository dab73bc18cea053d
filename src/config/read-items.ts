import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError } from '../domain/input-error.ts'
import { itemPath } from './item-path.ts'
import type { ItemSource, LocatedItem } from './item-source.ts'
import type { WrittenItems } from './items-schema.ts'
import { missingFile } from './missing-file.ts'
import type { Place, ValuePath } from './place.ts'
import { readText } from './read-text.ts'
import type { Environment } from './variables.ts'
import type { YamlDocument } from './yaml-document.ts'

/** Where items are written, and how they are read. */
export interface ReadItemsOptions {
  readonly document: YamlDocument
  /** Of the value: `['tasks', 0, 'items']`. */
  readonly path: ValuePath
  readonly source: ItemSource
  /** Put before ids that are made from positions. */
  readonly idPrefix: string
  /** Variables that paths of files may name. */
  readonly env: Environment
}

/** The items of a task file's `items` or `pool`: inline, or from a file beside it. @throws InputError */
export async function readItems(
  written: WrittenItems,
  { document, path, source, idPrefix, env }: ReadItemsOptions,
): Promise<readonly LocatedItem[]> {
  if (Array.isArray(written)) {
    const records = written.map((fields, index) => ({ fields, place: document.placeOf([...path, index]) }))
    return source.itemsOfRecords(records, { map: {}, idPrefix })
  }
  const { file, ...selection } = typeof written === 'string' ? { file: written } : written
  const place = document.placeOf(typeof written === 'string' ? path : [...path, 'file'])
  const full = itemPath(file, env, document.file, place)
  await requireFile(full, place)
  return source.readItemFile(full, { ...selection, idPrefix, readText, place: document.placeOf(path) })
}

async function requireFile(path: string, place: Place): Promise<void> {
  try {
    if ((await stat(path)).isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
  } catch (error) {
    throw new InputError(await missingFile(path, dirname(path), error, place))
  }
}
