import { stringify } from 'csv-stringify/sync'

/**
 * Rows as CSV text (RFC 4180, `\n` line ends). Cells with any line break or with a blank at an end are quoted, so
 * that every reader takes them as they are; empty means unknown.
 */
export function csvText(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return stringify(rows as (string | number | undefined)[][], { quoted_match: /[\r\n]|^\s|\s$/ })
}
