import type { ItemMatrix } from '../item-matrix.ts'
import type { SizeScatter } from './contrast.ts'
import { lineThrough } from './line-through.ts'
import { scatterBeyondItems } from './scatter-beyond-items.ts'

/** Below this many degrees of freedom the scatter is not known. */
const LEAST_DF = 2

/**
 * How far models lie off the curve beyond what items explain: the variance of size means about separate straight lines
 * left and right of a gap, less the mean variance that sampling of items gives them; at least 0. Undefined where too
 * few sizes are left to tell.
 * @param last the last column left of the gap
 */
export function sizeScatter(matrix: ItemMatrix, last: number): SizeScatter | undefined {
  const { x } = matrix
  const found = scatterBeyondItems(matrix, (means) => {
    const left = lineThrough(x.slice(0, last + 1), means.slice(0, last + 1))
    const right = lineThrough(x.slice(last + 1), means.slice(last + 1))
    return { squares: left.squares + right.squares, df: left.df + right.df }
  })
  return found.df < LEAST_DF ? undefined : found
}
