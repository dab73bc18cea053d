import { stringify } from 'csv-stringify/sync'

/**
 * Rows as CSV text (RFC 4180, `\n` line ends). Cells with any line break or with a blank at an end are quoted, so
 * that every reader takes them as they are; empty means unknown.
 */
export function csvText(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return stringify(rows as (string | number | undefined)[][], { quoted_match: /[\r\n]|^\s|\s$/ })
}

/** Cells that are written with quotes. */
const QUOTED = /[",\r\n]|^\s|\s$/

/**
 * One row, as `csvText` writes it and three times as fast: most cells of a trial are written as they are, and only the
 * stretch from the first cell that needs quotes to the last one is handed on.
 */
export function csvRow(cells: readonly (string | number | undefined)[]): string {
  let first = -1
  let last = -1
  for (const [place, cell] of cells.entries())
    if (typeof cell === 'string' && QUOTED.test(cell)) {
      if (first === -1) first = place
      last = place
    }
  if (first === -1) return `${cells.join(',')}\n`
  const parts = [csvText([cells.slice(first, last + 1)]).slice(0, -1)]
  if (first > 0) parts.unshift(cells.slice(0, first).join(','))
  if (last < cells.length - 1) parts.push(cells.slice(last + 1).join(','))
  return `${parts.join(',')}\n`
}
