import { createReadStream } from 'node:fs'
import { type CsvError, parse } from 'csv-parse'
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
  const parser = createReadStream(path).pipe(parse(STRICT))
  try {
    for await (const { record, raw } of parser) yield { cells: record, raw }
  } catch (error) {
    const { lines, message } = error as CsvError & { lines?: number }
    if (lines === undefined) throw error
    throw new InputError({ message, file: path, line: lines })
  }
}

/** The column names of a CSV file; empty for an empty file. */
export async function readHeader(path: string): Promise<string[]> {
  const parser = createReadStream(path).pipe(parse({ bom: true, to: 1 }))
  for await (const record of parser) return record as string[]
  return []
}
