import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'

/** Where models lie along the direction in which their benchmark scores differ most. */
export interface FirstComponent {
  readonly state: 'found'
  /** One a model, mean 0; higher is better. */
  readonly scores: readonly number[]
  /** One a benchmark, of length 1 together. */
  readonly loadings: readonly number[]
  /** Share of the variance along it, in (0, 1]. */
  readonly share: number
}

/** Models it takes. */
const FEWEST_MODELS = 8

/**
 * First principal component of models' benchmark scores (Ruan et al. 2024, section 3.1, "capability"), turned so that
 * better benchmark scores give a higher one.
 * @param scores row i is a model, column j a benchmark; none missing
 * @throws RangeError where a score is not finite or rows differ in length
 */
export function firstComponent(
  scores: readonly (readonly number[])[],
): FirstComponent | NotIdentifiable<'too_few_models' | 'flat'> {
  const width = scores[0]?.length ?? 0
  if (!scores.every((row) => row.length === width && row.every(Number.isFinite)))
    throw new RangeError('benchmark scores must be finite and complete')
  if (scores.length < FEWEST_MODELS || width === 0) return notIdentifiable('too_few_models')
  const centred = new Matrix(scores.map((row) => [...row])).center('column')
  const total = centred.norm('frobenius') ** 2
  if (total < 1e-20) return notIdentifiable('flat')
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(centred, { autoTranspose: true })
  const direction = rightSingularVectors.getColumn(0)
  const sign = direction.reduce((sum, value) => sum + value, 0) < 0 ? -1 : 1
  const loadings = direction.map((value) => sign * value)
  return {
    state: 'found',
    scores: centred.mmul(Matrix.columnVector(loadings)).to1DArray(),
    loadings,
    share: (diagonal[0] ?? 0) ** 2 / total,
  }
}
