import { extname } from 'node:path'
import { InputError, type Problem } from '../domain/input-error.ts'
import type { ItemOptions, LocatedItem, ReadRecords } from './item-record.ts'
import { itemsOfRecords } from './items-of-records.ts'
import { readCsv } from './read-csv.ts'
import { readJsonl } from './read-jsonl.ts'

/** How to read a data file. */
export interface ReadItemFileOptions extends ItemOptions {
  /** Reads UTF-8 text without a byte order mark. @throws InputError */
  readonly readText: (path: string) => Promise<string>
}

/** Formats by the file's ending. */
const FORMATS: Readonly<Record<string, (text: string, file: string) => ReadRecords>> = {
  '.jsonl': readJsonl,
  '.ndjson': readJsonl,
  '.csv': readCsv,
}

/** Items of a JSONL or CSV file, in file order. @throws InputError with every bad row, each with its line. */
export async function readItemFile(
  path: string,
  { readText, ...options }: ReadItemFileOptions,
): Promise<readonly LocatedItem[]> {
  const ending = extname(path).toLowerCase()
  const read = FORMATS[ending]
  if (read === undefined)
    throw new InputError({
      file: path,
      message: `found the ending "${ending}", expected a JSONL or CSV file`,
      allowed: Object.keys(FORMATS),
    })
  const { records, problems } = read(await readText(path), path)
  return gathered(problems, () => {
    if (records.length === 0 && problems.length === 0)
      throw new InputError({ file: path, message: 'found no items' })
    return itemsOfRecords(records, options)
  })
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
