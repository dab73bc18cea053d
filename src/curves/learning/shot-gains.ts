import type { RandomStream } from '../../domain/random.ts'
import { columnOf } from '../item-matrix.ts'
import { holm } from '../paired/adjust.ts'
import { comparePaired, type PairedComparison } from '../paired/compare-paired.ts'
import type { NotComparable } from '../paired/paired-difference.ts'
import type { ShotsMatrix } from '../shots-matrix.ts'

/** How much demonstrations help against none. */
export type ShotGain = {
  /** The number of demonstrations. */
  readonly shots: number
} & (
  | (PairedComparison & {
      /** Two-sided; Holm's, over this model's numbers of demonstrations. */
      readonly pAdjusted: number
    })
  | NotComparable
)

/**
 * The paired difference between each number of demonstrations and none, on the same items. None where the model was not
 * asked without demonstrations: there is nothing to gain on.
 */
export function shotGains(
  matrix: ShotsMatrix,
  options: { readonly random: RandomStream; readonly flips?: number },
): readonly ShotGain[] {
  const { shots, binary } = matrix
  const zero = shots.indexOf(0)
  if (zero < 0) return []
  const without = columnOf(matrix, zero)
  const compared = shots.flatMap((count, column) =>
    column === zero
      ? []
      : [{ shots: count, result: comparePaired(without, columnOf(matrix, column), { ...options, binary }) }],
  )
  const adjusted = holm(compared.flatMap(({ result }) => (result.state === 'estimated' ? [result.p] : [])))
  let tested = 0
  return compared.map(({ shots: count, result }) =>
    result.state === 'estimated'
      ? { shots: count, ...result, pAdjusted: adjusted[tested++] ?? Number.NaN }
      : { shots: count, ...result },
  )
}
