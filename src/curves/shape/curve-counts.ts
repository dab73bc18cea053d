import { clusteredMean, effectiveTrials } from '../clustered-mean.ts'
import { columnOf, type ItemMatrix } from '../item-matrix.ts'

/** A curve as binomial counts, one cell a model; sizes ascending. */
export interface CurveCounts {
  /** log10 of the number of parameters. Length M; sizes may repeat. */
  readonly x: readonly number[]
  /** Right answers in [0, trials]; fractions where the trials are an effective number. */
  readonly successes: readonly number[]
  /** Effective number of independent trials, above 0. */
  readonly trials: readonly number[]
}

/**
 * The counts that a curve of items is worth: K_j = p_j · n_j with n_j the number of items where each has one trial, right
 * or wrong, and else the number of trials ÷ the design effect (at least 1). Undefined where a value is outside [0, 1] and
 * so no share: log-probabilities have no binomial likelihood.
 * @param trials how many trials lie behind each size; the number of items where not told
 * @throws RangeError where a value is not finite
 */
export function countsOf(
  matrix: Pick<ItemMatrix, 'x' | 'values' | 'binary'>,
  trials?: readonly number[],
): CurveCounts | undefined {
  const { x, values } = matrix
  if (!values.every((row) => row.every(Number.isFinite)))
    throw new RangeError('a score is not a finite number')
  if (!values.every((row) => row.every((value) => value >= 0 && value <= 1))) return undefined
  const worth = x.map((_, column) => {
    const cell = clusteredMean(columnOf(matrix, column))
    if (cell === undefined) return { successes: 0, trials: 0 }
    const told = trials?.[column] ?? values.length
    const effective = matrix.binary ? values.length : effectiveTrials(cell, told)
    return { successes: cell.mean * effective, trials: effective }
  })
  return checked({
    x,
    successes: worth.map(({ successes }) => successes),
    trials: worth.map((cell) => cell.trials),
  })
}

/**
 * The counts, if they are some.
 * @throws RangeError for lists of different lengths, sizes that do not ascend, a number that is not finite, no trials,
 *   or successes outside [0, trials]
 */
export function checked(counts: CurveCounts): CurveCounts {
  const { x, successes, trials } = counts
  if (successes.length !== x.length || trials.length !== x.length)
    throw new RangeError(`${x.length} sizes, ${successes.length} successes, ${trials.length} trials`)
  for (const [at, size] of x.entries()) {
    const [won, tried] = [successes[at] ?? Number.NaN, trials[at] ?? Number.NaN]
    if (!Number.isFinite(size) || size < (x[at - 1] ?? -Infinity))
      throw new RangeError(`sizes must be finite and ascend, but one is ${size}`)
    if (!(tried > 0 && Number.isFinite(tried))) throw new RangeError(`a size has ${tried} trials`)
    // A mean of sums of thirds can miss 1 by a rounding error.
    if (!(won >= 0 && won <= tried * (1 + 1e-12)))
      throw new RangeError(`${won} successes of ${tried} trials at x = ${size}`)
  }
  return counts
}

/** The sizes without repetition, ascending. */
export function distinctSizes({ x }: Pick<CurveCounts, 'x'>): readonly number[] {
  return x.filter((size, at) => size !== x[at - 1])
}

/** Whether all cells have one share. */
export function isFlat({ successes, trials }: CurveCounts): boolean {
  const shares = trials.map((tried, at) => (successes[at] ?? Number.NaN) / tried)
  return Math.max(...shares) - Math.min(...shares) < 1e-12
}
