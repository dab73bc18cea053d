import { columnOf, type ItemMatrix } from '../item-matrix.ts'
import { sampleMoments } from '../sample-moments.ts'
import type { SizeScatter } from './contrast.ts'
import { lineThrough } from './line-through.ts'

/** Below this many degrees of freedom the scatter is not known. */
const LEAST_DF = 2

/**
 * How far models lie off the curve beyond what items explain: the variance of size means about separate straight lines
 * left and right of a gap, less the mean variance that sampling of items gives them; at least 0. Undefined where too
 * few sizes are left to tell.
 * @param last the last column left of the gap
 */
export function sizeScatter({ x, values }: ItemMatrix, last: number): SizeScatter | undefined {
  const columns = x.map((_, column) => columnOf({ values }, column))
  const moments = columns.map((column) => sampleMoments(column, 0))
  const means = moments.map(({ mean }) => mean)
  const left = lineThrough(x.slice(0, last + 1), means.slice(0, last + 1))
  const right = lineThrough(x.slice(last + 1), means.slice(last + 1))
  const df = left.df + right.df
  if (df < LEAST_DF) return undefined
  const sampling = moments.reduce((sum, { sd, n }) => sum + sd ** 2 / n, 0) / moments.length
  return { variance: Math.max(0, (left.squares + right.squares) / df - sampling), df }
}
