import { scanRows } from './scan-rows.ts'

/** One row of a CSV file. */
export interface CsvRow {
  readonly cells: { readonly [column: string]: string }
}

/**
 * Reads a CSV file with a header, row by row, in constant memory.
 *
 * @throws InputError naming file and line when the file is not CSV
 */
export async function* readRows(path: string): AsyncGenerator<CsvRow> {
  for await (const { header, rows } of scanRows(path))
    for (const row of rows)
      yield { cells: Object.fromEntries(header.map((column, place) => [column, row.text(place)])) }
}

/** The column names of a CSV file; empty for one without a whole first line. */
export async function readHeader(path: string): Promise<readonly string[]> {
  for await (const { header } of scanRows(path)) return header
  return []
}
