import { csvText } from './csv-text.ts'
import { readResults } from './read-results.ts'
import { readHeader } from './read-rows.ts'
import { toRow, trialColumns } from './result-row.ts'
import { spreadsheetCell } from './spreadsheet-cell.ts'

/** Excel takes a file for UTF-8 only where it begins so. */
const BYTE_ORDER_MARK = '\ufeff'

/** Rows, the header among them, that Excel and LibreOffice show of a file. */
export const SPREADSHEET_ROWS = 1_048_576

/**
 * A trials.csv as text that a spreadsheet can open without harm: the same columns and rows, each key's last; cells
 * with text as `spreadsheetCell`, cells with numbers as they are. `onRow` is told of each row but the header.
 */
export async function* spreadsheetText(path: string, onRow: () => void): AsyncGenerator<string> {
  // By name: a file of before there were likelihoods has a column less.
  const scores = (await readHeader(path)).filter((column) => column.startsWith('score_'))
  yield BYTE_ORDER_MARK + csvText([trialColumns(scores)])
  for await (const result of readResults(path, () => true, { superseded: 0 })) {
    onRow()
    yield csvText([
      toRow(result, scores).map((cell) => (typeof cell === 'string' ? spreadsheetCell(cell) : cell)),
    ])
  }
}
