import { CsvError, parse } from 'csv-parse/sync'
import type { Problem } from '../domain/input-error.ts'
import type { ItemRecord, ReadRecords } from './item-record.ts'

interface Row {
  readonly cells: readonly string[]
  /** The line the row begins in. */
  readonly line: number
}

/** How a table is written, where that is not the usual way. */
export interface CsvForm {
  /** Between cells; a comma where absent. */
  readonly delimiter?: string
  /** Columns without a name, such as a table's row numbers, are passed over; else they are a problem. */
  readonly passOverUnnamed?: boolean
}

/** RFC 4180 with a header; every cell is text. Rows that are empty lines are passed over. */
export function readCsv(text: string, file: string, form: CsvForm = {}): ReadRecords {
  return readTable(file, parseRows(text, form.delimiter ?? ','), form)
}

/** Cells between tabs, with a header. A cell ends at the next tab or line end: quotes are text like any other. */
export function readTsv(text: string, file: string): ReadRecords {
  const rows = text.split(/\r\n|\n|\r/).flatMap((line, index): Row[] => {
    return line === '' ? [] : [{ cells: line.split('\t'), line: index + 1 }]
  })
  return readTable(file, { rows })
}

function readTable(
  file: string,
  { rows, problem }: { readonly rows: readonly Row[]; readonly problem?: Problem },
  { delimiter = ',', passOverUnnamed = false }: CsvForm = {},
): ReadRecords {
  const problems: Problem[] = problem === undefined ? [] : [{ file, ...problem }]
  const [header, ...body] = rows
  if (header === undefined)
    return {
      records: [],
      problems: problems.length > 0 ? problems : [{ file, message: 'found no header row' }],
    }
  const columns = header.cells.map((name) => name.trim())
  const place = { file, line: header.line }
  problems.push(...headerProblems(columns, passOverUnnamed).map((message) => ({ ...place, message })))
  const records: ItemRecord[] = []
  for (const { cells, line } of body)
    if (cells.length === columns.length)
      records.push({
        fields: Object.fromEntries(
          columns.flatMap((name, index) => (name === '' ? [] : [[name, cells[index]]])),
        ),
        place: { file, line },
      })
    else
      problems.push({
        file,
        line,
        message: `found ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, expected ${columns.length} as in the header`,
        hint: `a cell with a ${delimiter === ',' ? 'comma' : 'semicolon'} or a line break stands in double quotes`,
      })
  return { records, problems }
}

function headerProblems(columns: readonly string[], passOverUnnamed: boolean): readonly string[] {
  return columns.flatMap((name, index) => {
    if (name === '') return passOverUnnamed ? [] : [`column ${index + 1} of the header has no name`]
    return columns.indexOf(name) < index ? [`the header names "${name}" twice`] : []
  })
}

function parseRows(
  text: string,
  delimiter: string,
): { readonly rows: readonly Row[]; readonly problem?: Problem } {
  const rows: Row[] = []
  let line = 1
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      // Named, or the first row's would count for all: files are joined from several hands.
      record_delimiter: ['\r\n', '\n', '\r'],
      on_record: (cells: string[], { lines }) => {
        if (cells.length > 1 || cells[0] !== '') rows.push({ cells, line })
        line = lines + 1
        return null
      },
    })
    return { rows }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const reason = CSV_REASONS[error.code] ?? error.message
    return { rows, problem: { line, message: `not valid CSV: ${reason}` } }
  }
}

const CSV_REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'the quote that opens in this row is never closed',
  INVALID_OPENING_QUOTE:
    'a quote stands in the middle of a cell; put the whole cell in quotes and double the quote',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote; double a quote inside a cell',
}
