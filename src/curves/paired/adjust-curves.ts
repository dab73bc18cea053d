import type { AdjacentComparison } from './adjacent-comparisons.ts'
import { benjaminiHochberg } from './adjust.ts'

/** What a curve's adjacent comparisons say together, among those of other tasks. */
export interface CurveDifference {
  /** The smallest of the curve's p, after Holm: whether any size differs from the next. */
  readonly p: number
  /** After Benjamini and Hochberg over curves: one a task. */
  readonly pAdjusted: number
  /** How many curves could be tested, this one among them. */
  readonly curves: number
}

/**
 * Adjusts over tasks, one p a task: the false discovery rate of "some size of this task differs from the next". In the
 * order given; undefined for a curve of which nothing could be tested, which counts in no family.
 */
export function adjustCurves(
  curves: readonly (readonly AdjacentComparison[])[],
): readonly (CurveDifference | undefined)[] {
  const smallest = curves.map((comparisons) => {
    const tested = comparisons.flatMap((one) => (one.state === 'estimated' ? [one.pAdjusted] : []))
    return tested.length === 0 ? undefined : Math.min(...tested)
  })
  const known = smallest.filter((p) => p !== undefined)
  const adjusted = benjaminiHochberg(known)
  let next = 0
  return smallest.map((p) =>
    p === undefined ? undefined : { p, pAdjusted: adjusted[next++] ?? Number.NaN, curves: known.length },
  )
}
