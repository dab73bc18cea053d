import { meanOf } from '../clustered-mean.ts'
import type { SizeShotsTable } from './size-shots-table.ts'

/** A mean so near an end of the scale that it has little room to move. */
export interface BoundedCell {
  /** The column of the size, and the number of demonstrations. */
  readonly size: number
  readonly shots: number
  readonly score: number
  readonly end: 'floor' | 'ceiling'
}

/** Above this part of the maximum is the ceiling. */
const CEILING = 0.9
/** Less than this part of the maximum above chance is the floor. */
const FLOOR = 0.05

/**
 * The cells at the ceiling or the floor: there, equal progress shows as unequal scores, and a difference between sizes
 * appears that is the scale's. None for a scale without ends.
 */
export function boundedCells(
  { x, shots, values }: SizeShotsTable,
  { chance, maximum }: { readonly chance?: number | undefined; readonly maximum: number },
): readonly BoundedCell[] {
  if (maximum <= 0) return []
  return x.flatMap((_, size) =>
    shots.flatMap((count, column): readonly BoundedCell[] => {
      const score = meanOf(values.map((sizes) => sizes[size]?.[column] ?? Number.NaN))
      if (score > CEILING * maximum) return [{ size, shots: count, score, end: 'ceiling' }]
      const isLow = chance !== undefined && score < chance + FLOOR * maximum
      return isLow ? [{ size, shots: count, score, end: 'floor' }] : []
    }),
  )
}
