import type { CurveCounts } from './curve-counts.ts'
import type { Columns } from './logit-fit.ts'

/** One cell's row of the columns; a third column that is not there is 0. */
type Row = readonly [number, number, number]

/** What is smaller than this, relative to what it was computed from, is a rounding error. */
const ROUNDING = 1e-9

/**
 * Whether the likelihood of a logistic regression rises for ever in some direction of its coefficients, so that these
 * have no maximum (Albert and Anderson 1984, Biometrika 71, 1–10: complete and quasi-complete separation). In such a
 * direction no cell with some right answers moves, none without moves up, and none with all right moves down. Where there
 * are such directions, one of them leaves as many independent cells in place as there are columns, less one: those
 * are tried.
 * @param columns two or three
 */
export function isSeparated(columns: Columns, { successes, trials }: CurveCounts): boolean {
  const rows = trials.map(
    (_, cell): Row => [at(columns[0], cell), at(columns[1], cell), at(columns[2], cell)],
  )
  const sides = trials.map((tried, cell) => {
    const share = at(successes, cell) / tried
    return share <= ROUNDING ? -1 : share >= 1 - ROUNDING ? 1 : 0
  })
  if (sides.every((side) => side === 0)) return false
  const others: readonly Row[] = columns.length === 2 ? [[0, 0, 1]] : rows
  return rows.some((row) => others.some((other) => runsOff(normal(row, other), rows, sides)))
}

/** Whether the likelihood never falls that way or the opposite way, and rises somewhere. */
function runsOff(direction: Row, rows: readonly Row[], sides: readonly number[]): boolean {
  const moves = rows.map((row) => {
    const move = product(row, direction)
    return Math.abs(move) <= ROUNDING * Math.sqrt(product(row, row) * product(direction, direction))
      ? 0
      : move
  })
  if (moves.every((move) => move === 0)) return false
  return [1, -1].some((way) =>
    moves.every((move, cell) => move === 0 || Math.sign(way * move) === sides[cell]),
  )
}

function normal([a, b, c]: Row, [d, e, f]: Row): Row {
  return [b * f - c * e, c * d - a * f, a * e - b * d]
}

function product([a, b, c]: Row, [d, e, f]: Row): number {
  return a * d + b * e + c * f
}

function at(values: readonly number[] | undefined, index: number): number {
  return values?.[index] ?? 0
}
