import { median } from 'simple-statistics'

/** How a curve rises, as BIG-bench describes it. No error model: descriptions, not evidence. */
export interface BigBenchDescriptors {
  /** I = sign(arg max − arg min) · (max − min): negative where the best score comes before the worst. */
  readonly improvement: number
  /** L = I ÷ √(mean of squared steps); 0 for a flat curve, undefined with one size. */
  readonly linearity: number | undefined
  /** B = I ÷ √(median of squared steps); undefined where that is 0. */
  readonly breakthroughness: number | undefined
}

/**
 * Linearity and breakthroughness of a curve (Srivastava et al. 2022, arXiv:2206.04615, section on scaling behaviour; the
 * second is quoted by Schaeffer et al. 2023, arXiv:2304.15004, equation 1, as the emergence score).
 * @param points in any order; those of one size keep theirs
 * @throws RangeError where a score is not finite
 */
export function bigBenchDescriptors(
  points: readonly { readonly parameters: number; readonly score: number }[],
): BigBenchDescriptors {
  const scores = points.toSorted((a, b) => a.parameters - b.parameters).map(({ score }) => score)
  if (!scores.every(Number.isFinite)) throw new RangeError('a score is not a finite number')
  const [highest, lowest] = [Math.max(...scores), Math.min(...scores)]
  const direction = Math.sign(scores.indexOf(highest) - scores.indexOf(lowest))
  const improvement = direction === 0 ? 0 : direction * (highest - lowest)
  const squares = scores.slice(1).map((score, at) => (score - (scores[at] ?? Number.NaN)) ** 2)
  if (squares.length === 0) return { improvement, linearity: undefined, breakthroughness: undefined }
  const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length
  const middle = median(squares)
  return {
    improvement,
    linearity: mean === 0 ? 0 : improvement / Math.sqrt(mean),
    breakthroughness: middle === 0 ? undefined : improvement / Math.sqrt(middle),
  }
}
