import type { ItemMatrix } from '../item-matrix.ts'
import { sampleMoments } from '../sample-moments.ts'
import type { SizeScatter } from './contrast.ts'
import { scatterBeyondItems } from './scatter-beyond-items.ts'

/**
 * How far models lie off two levels, one left and one right of a gap, beyond what items explain: the variance of size
 * means about the mean of their side, less the mean variance that sampling of items gives them; at least 0. A curve that
 * rises outside the gap scatters about its levels too: what is no step counts as error of the step.
 * @param last the last column left of the gap; three sizes or more in all
 */
export function levelScatter(matrix: ItemMatrix, last: number): SizeScatter {
  return scatterBeyondItems(matrix, (means) => ({
    squares: squaresAbout(means.slice(0, last + 1)) + squaresAbout(means.slice(last + 1)),
    df: means.length - 2,
  }))
}

/** Sum of squared differences to the mean; rounding errors of the values count as 0. */
function squaresAbout(values: readonly number[]): number {
  if (values.length < 2) return 0
  const { n, sd } = sampleMoments(values, Math.max(...values.map(Math.abs)))
  return (n - 1) * sd ** 2
}
