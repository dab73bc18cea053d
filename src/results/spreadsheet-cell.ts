/** UTF-16 units that a cell of Excel or LibreOffice holds; the rest of a longer one would spill into other rows. */
const LONGEST_CELL = 32_767

/** What makes a formula of a cell that begins with it; the full-width forms too. OWASP, "CSV Injection". */
const FORMULA = /[=+\-@＝＋－＠]/

/** What a spreadsheet may drop from a cell's beginning before it looks for a formula. */
const BLANKS_THEN_FORMULA = /^[\s\0"'\u200b]*[=+\-@＝＋－＠]/

/** OWASP: a tab, carriage return or line feed alone is dangerous at a cell's beginning. */
const TRICKY_START = /^[\t\r\n]/

/** Stretches in which a cell may end for a spreadsheet. Taken whole, so that long ones are read once. */
const BETWEEN = /[\s\0"'\u200b;]+/g

/** Excel in a country that writes lists with `;` splits a quoted cell there, and then at its line ends and tabs. */
const SEPARATOR = /[;\t\r\n]/

/**
 * Text as a cell that no spreadsheet takes for a formula: an apostrophe stands before whatever could start one, at the
 * beginning and behind a separator within. Text that is too long for a cell is cut, with a mark that says how long it
 * was.
 */
export function spreadsheetCell(text: string): string {
  const inside = text.replace(BETWEEN, (between, at: number) => {
    const next = text.charAt(at + between.length)
    return FORMULA.test(next) && SEPARATOR.test(between) ? `${between}'` : between
  })
  const risky = TRICKY_START.test(text) || BLANKS_THEN_FORMULA.test(text)
  return shortened(risky ? `'${inside}` : inside, text.length)
}

function shortened(cell: string, length: number): string {
  if (cell.length <= LONGEST_CELL) return cell
  const mark = ` … [cut: ${length} characters]`
  const kept = cell.slice(0, LONGEST_CELL - mark.length)
  // Half of a character that takes two units is no text.
  return (kept.isWellFormed() ? kept : kept.slice(0, -1)) + mark
}
