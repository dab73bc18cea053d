import { extname } from 'node:path'
import { DATA_FORMATS, type DataFormat } from '../domain/data-source.ts'
import { InputError } from '../domain/input-error.ts'
import { bigBenchForm, readBigBench } from './forms/bigbench.ts'
import { gsm8kForm } from './forms/gsm8k.ts'
import { humanEvalForm } from './forms/humaneval.ts'
import { mbppForm } from './forms/mbpp.ts'
import type { RowForm } from './forms/row-form.ts'
import type { Place, ReadRecords } from './item-record.ts'
import { readCsv, readTsv } from './read-csv.ts'
import { readJson } from './read-json.ts'
import { readJsonl } from './read-jsonl.ts'
import { readParquet } from './read-parquet.ts'

/** Reads UTF-8 text without a byte order mark. @throws InputError */
export type ReadText = (path: string) => Promise<string>

/** How files of one format are read. */
export interface Format {
  read(path: string, readText: ReadText): Promise<ReadRecords>
  /** Puts rows into the fields of items, where the format has others. */
  readonly form?: RowForm
}

type ReadRows = (text: string, file: string) => ReadRecords

const fromText = (read: ReadRows): Format['read'] => {
  return async (path, readText) => read(await readText(path), path)
}

/** A published data set comes as JSON Lines, and from some hands as Parquet. */
const fromRows: Format['read'] = (path, readText) =>
  path.toLowerCase().endsWith('.parquet') ? readParquet(path) : fromText(readJsonl)(path, readText)

const FORMATS: { readonly [format in DataFormat]: Format } = {
  jsonl: { read: fromText(readJsonl) },
  json: { read: fromText(readJson) },
  csv: { read: fromText(readCsv) },
  tsv: { read: fromText(readTsv) },
  parquet: { read: readParquet },
  bigbench: { read: fromText(readBigBench), form: bigBenchForm },
  humaneval: { read: fromRows, form: humanEvalForm },
  mbpp: { read: fromRows, form: mbppForm },
  gsm8k: { read: fromRows, form: gsm8kForm },
}

const ENDINGS: { readonly [ending: string]: DataFormat } = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.parquet': 'parquet',
}

/** The format that is named, or that the file's ending tells. @throws InputError where neither does */
export function formatOf(path: string, named: DataFormat | undefined, place: Place): Format {
  if (named !== undefined) return FORMATS[named]
  const ending = extname(path).toLowerCase()
  const found = ENDINGS[ending]
  if (found !== undefined) return FORMATS[found]
  throw new InputError({
    ...(place.file === undefined ? { file: path } : place),
    message: `found the file "${path}" with the ending "${ending}", which tells no format`,
    allowed: Object.keys(ENDINGS),
    hint: `or name its format: ${DATA_FORMATS.join(', ')}`,
  })
}
