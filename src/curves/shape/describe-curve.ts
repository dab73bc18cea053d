import type { RandomStream } from '../../domain/random.ts'
import type { ItemMatrix } from '../item-matrix.ts'
import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { estimateBreakpoint } from './breakpoint.ts'
import { compareShapes } from './compare-shapes.ts'
import { type CurveCounts, countsOf } from './curve-counts.ts'
import { transitionWidth } from './transition-width.ts'

/** The shape of a curve of score against log size, as far as its sizes tell. */
export interface CurveDescription {
  readonly state: 'described'
  readonly counts: CurveCounts
  readonly shapes: ReturnType<typeof compareShapes>
  readonly breakpoint: ReturnType<typeof estimateBreakpoint>
  readonly width: ReturnType<typeof transitionWidth>
}

/**
 * Describes a curve of items: which shapes fit, where it bends, how wide its rise is. Not the verdict on emergence.
 * @param options.trials how many trials lie behind each size; the number of items where not told
 * @throws RangeError where a value is not finite, sizes do not ascend, or the chance is outside [0, 1)
 */
export function describeCurve(
  matrix: ItemMatrix,
  options: {
    readonly chance: number
    readonly random: RandomStream
    readonly trials?: readonly number[]
    readonly resamples?: number
  },
): CurveDescription | NotIdentifiable<'no_items' | 'not_shares'> {
  const { chance, trials, ...bootstrap } = options
  if (matrix.values.length === 0) return notIdentifiable('no_items')
  const counts = countsOf(matrix, trials)
  if (counts === undefined) return notIdentifiable('not_shares')
  return describeCounts(counts, chance, { values: matrix.values, ...bootstrap })
}

/**
 * Describes a curve of which only counts are known: scores that others published.
 * @param items behind the counts, for a second interval of the breakpoint
 * @throws RangeError where sizes do not ascend, or the chance is outside [0, 1)
 */
export function describeCounts(
  counts: CurveCounts,
  chance: number,
  items?: Parameters<typeof estimateBreakpoint>[1],
): CurveDescription {
  const shapes = compareShapes(counts, chance)
  const breakpoint = estimateBreakpoint(counts, items)
  return { state: 'described', counts, shapes, breakpoint, width: transitionWidth(counts, chance) }
}
