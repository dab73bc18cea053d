import { Matrix, SingularValueDecomposition } from 'ml-matrix'

/** Above this, columns are too nearly dependent to tell their coefficients apart (Belsley, Kuh and Welsch 1980). */
export const MOST_COLLINEAR = 30

/** Greatest ÷ least singular value of columns, each less its mean over its group; Infinity where they are dependent. */
export function conditionNumber(
  columns: readonly (readonly number[])[],
  groups?: readonly (string | undefined)[],
): number {
  // Fewer rows than columns: these depend on one another.
  if ((columns[0]?.length ?? 0) < columns.length) return Infinity
  const centred = columns.map((column) => centredColumn(column, groups ?? column.map(() => undefined)))
  const { diagonal } = new SingularValueDecomposition(new Matrix(centred).transpose())
  const least = Math.min(...diagonal)
  return least <= Math.max(...diagonal) * 1e-13 ? Infinity : Math.max(...diagonal) / least
}

function centredColumn(column: readonly number[], groups: readonly (string | undefined)[]): number[] {
  const sums = new Map<string | undefined, { sum: number; count: number }>()
  for (const [at, group] of groups.entries()) {
    const { sum, count } = sums.get(group) ?? { sum: 0, count: 0 }
    sums.set(group, { sum: sum + (column[at] ?? Number.NaN), count: count + 1 })
  }
  return column.map((value, at) => {
    const { sum, count } = sums.get(groups[at]) ?? { sum: 0, count: 1 }
    return value - sum / count
  })
}
