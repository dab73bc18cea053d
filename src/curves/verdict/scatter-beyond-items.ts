import { columnOf, type ItemMatrix } from '../item-matrix.ts'
import { sampleMoments } from '../sample-moments.ts'
import type { SizeScatter } from './contrast.ts'

/** How far size means lie off what they are held to follow. */
export interface Misfit {
  /** Sum of squared residuals. */
  readonly squares: number
  readonly df: number
}

/**
 * The variance of size means about what they are held to follow, less the mean variance that sampling of items gives
 * them; at least 0.
 * @param misfitOf of the size means, in the order of the columns
 */
export function scatterBeyondItems(
  { x, values }: ItemMatrix,
  misfitOf: (means: readonly number[]) => Misfit,
): SizeScatter {
  const moments = x.map((_, column) => sampleMoments(columnOf({ values }, column), 0))
  const { squares, df } = misfitOf(moments.map(({ mean }) => mean))
  const sampling = moments.reduce((sum, { sd, n }) => sum + sd ** 2 / n, 0) / moments.length
  return { variance: Math.max(0, squares / df - sampling), df }
}
