import { Matrix, pseudoInverse } from 'ml-matrix'
import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { checkedLosses } from './checked-losses.ts'
import { conditionNumber, MOST_COLLINEAR } from './condition-number.ts'

/** A number with its standard error. */
interface Coefficient {
  readonly value: number
  /** HC3: holds when errors differ in size (MacKinnon and White 1985). */
  readonly se: number
  /** As if all errors were of one size: s²·(XᵀX)⁻¹ with n − p degrees of freedom. */
  readonly classicalSe: number
}

/** L = κ·C^−α·D^−β·M^−γ, C compute, D data, M parameters. */
export interface ProductLaw {
  readonly state: 'fitted'
  /** ln κ: of the first family, where there are several. */
  readonly lnScale: Coefficient
  /** α, of compute. */
  readonly compute: Coefficient
  /** β, of data. */
  readonly data: Coefficient
  /** γ, of parameters. */
  readonly parameters: Coefficient
  /** ln κ of each other family less that of the first. */
  readonly families: readonly (Coefficient & { readonly family: string })[]
  /** Of the centred logs: 1 where they go their own ways. */
  readonly conditionNumber: number
}

/** Why there is no law, and how near the three logs are to dependence. */
export interface NoProductLaw extends NotIdentifiable<'too_few_models' | 'collinear'> {
  /** Undefined where there are fewer than two models. */
  readonly conditionNumber?: number
}

/** Trained models and their losses, list by list. */
export interface TrainedLosses {
  /** FLOPs of training. */
  readonly compute: readonly number[]
  /** Training tokens. */
  readonly data: readonly number[]
  readonly parameters: readonly number[]
  /** Nats or bits a byte. */
  readonly losses: readonly number[]
  /** The family of each model; one family where not told. */
  readonly families?: readonly string[] | undefined
}

/** Models it takes; with several families as many more as there are families. */
export const FEWEST_MODELS = 8

/**
 * Fits the law by least squares of ln L on ln C, ln D and ln M, with an intercept a family. Compute is about 6 times parameters times data, so in one
 * family with data fixed, or in proportion to size, only one exponent exists: then the three logs are dependent, and the
 * law is refused where their condition number is above 30.
 * @throws RangeError where a number is not above 0, or lists differ in length
 */
export function fitProductLaw(models: TrainedLosses): ProductLaw | NoProductLaw {
  const { losses } = models
  const logs = [models.compute, models.data, models.parameters].map((sizes) => checkedLosses(sizes, losses))
  const groups = models.families ?? losses.map(() => '')
  if (groups.length !== losses.length)
    throw new RangeError(`${groups.length} families, ${losses.length} losses`)
  const families = [...new Set(groups)]
  const needed = FEWEST_MODELS + (families.length > 1 ? families.length : 0)
  const condition = losses.length < 2 ? undefined : conditionNumber(logs, groups)
  if (losses.length < needed || condition === undefined)
    return {
      ...notIdentifiable('too_few_models'),
      ...(condition !== undefined && { conditionNumber: condition }),
    }
  if (condition > MOST_COLLINEAR) return { ...notIdentifiable('collinear'), conditionNumber: condition }
  const others = families.slice(1)
  const columns = [
    losses.map(() => 1),
    ...logs.map((column) => column.map((value) => -value)),
    ...others.map((family) => groups.map((group) => (group === family ? 1 : 0))),
  ]
  const [lnScale, compute, data, parameters, ...shifts] = leastSquares(columns, losses.map(Math.log))
  if (lnScale === undefined || compute === undefined || data === undefined || parameters === undefined)
    throw new RangeError('four coefficients were to be fitted')
  return {
    state: 'fitted',
    lnScale,
    compute,
    data,
    parameters,
    families: shifts.map((shift, at) => ({ family: others[at] ?? '', ...shift })),
    conditionNumber: condition,
  }
}

function leastSquares(columns: readonly (readonly number[])[], y: readonly number[]): readonly Coefficient[] {
  const design = new Matrix(columns.map((column) => [...column])).transpose()
  const inverted = pseudoInverse(design)
  const values = inverted.mmul(Matrix.columnVector([...y])).to1DArray()
  const fitted = design.mmul(Matrix.columnVector(values)).to1DArray()
  const errors = y.map((value, at) => value - (fitted[at] ?? Number.NaN))
  const spread = errors.reduce((sum, error) => sum + error ** 2, 0) / (y.length - columns.length)
  const leftOut = errors.map((error, at) => {
    const leverage = columns.reduce(
      (sum, column, which) => sum + (column[at] ?? 0) * inverted.get(which, at),
      0,
    )
    // A model that is alone in its family is met exactly and tells nothing of the exponents.
    return 1 - leverage < 1e-9 ? 0 : error / (1 - leverage)
  })
  return values.map((value, which) => {
    const row = inverted.getRow(which)
    const variance = row.reduce((sum, weight, at) => sum + (weight * (leftOut[at] ?? 0)) ** 2, 0)
    const classical = spread * row.reduce((sum, weight) => sum + weight ** 2, 0)
    return { value, se: Math.sqrt(variance), classicalSe: Math.sqrt(classical) }
  })
}
