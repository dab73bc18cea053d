import { createReadStream } from 'node:fs'
import { type CsvError, type Options, parse } from 'csv-parse'
import { InputError } from '../domain/input-error.ts'

/** One row of a CSV file. */
export interface CsvRow {
  readonly cells: { readonly [column: string]: string }
  /** The row as it stands in the file, with its line end. */
  readonly raw: string
}

/** Options under which we read what we write: RFC 4180, and nothing forgiven. */
const STRICT = { bom: true, columns: true, raw: true, relax_quotes: false, skip_empty_lines: false } as const

/**
 * Reads a CSV file with a header, row by row, in constant memory.
 *
 * @throws InputError naming file and line when the file is not CSV
 */
export async function* readRows(path: string): AsyncGenerator<CsvRow> {
  try {
    for await (const { record, raw } of parsed(path, STRICT)) yield { cells: record, raw }
  } catch (error) {
    const { lines, message } = error as CsvError & { lines?: number }
    if (lines === undefined) throw error
    throw new InputError({ message, file: path, line: lines })
  }
}

/** The column names of a CSV file; empty for an empty file. */
export async function readHeader(path: string): Promise<string[]> {
  for await (const record of parsed(path, { bom: true, to: 1 })) return record as string[]
  return []
}

/** The parser's records; the file is closed however the reading ends. */
async function* parsed(path: string, options: Options) {
  const source = createReadStream(path)
  const parser = parse(options)
  source.on('error', (error) => parser.destroy(error))
  try {
    yield* source.pipe(parser)
  } finally {
    source.destroy()
  }
}
