import type { RandomStream } from '../../domain/random.ts'
import { columnOf, type ItemMatrix } from '../item-matrix.ts'
import { holm } from './adjust.ts'
import { comparePaired, type PairedComparison } from './compare-paired.ts'
import type { NotComparable } from './paired-difference.ts'

/** A size and the next larger one. */
export type AdjacentComparison = {
  /** The column of the smaller size; the larger is the next. */
  readonly left: number
} & (
  | (PairedComparison & {
      /** Holm's, over the comparisons of this curve. */
      readonly pAdjusted: number
    })
  | NotComparable
)

/**
 * Compares each size with the next larger one on the same items; the family of the adjustment is these M − 1
 * comparisons: one task, k and metric.
 */
export function adjacentComparisons(
  matrix: ItemMatrix,
  options: { readonly random: RandomStream; readonly flips?: number },
): readonly AdjacentComparison[] {
  const columns = matrix.x.map((_, column) => columnOf(matrix, column))
  const compared = columns.slice(1).map((larger, left) => ({
    left,
    result: comparePaired(columns[left] ?? [], larger, { ...options, binary: matrix.binary }),
  }))
  const adjusted = holm(compared.flatMap(({ result }) => (result.state === 'estimated' ? [result.p] : [])))
  let tested = 0
  return compared.map(({ left, result }) =>
    result.state === 'estimated'
      ? { left, ...result, pAdjusted: adjusted[tested++] ?? Number.NaN }
      : { left, ...result },
  )
}
