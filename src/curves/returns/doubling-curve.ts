import type { ItemMatrix } from '../item-matrix.ts'
import { doublingsOfShots, type ShotsMatrix } from '../shots-matrix.ts'

/** Items' scores along an axis on which one step is a doubling: of parameters, of cost, of demonstrations. */
export interface DoublingCurve {
  /** log2 of what is doubled, ascending. Length M. */
  readonly positions: readonly number[]
  /** values[i][j] in score units: row i is an item, column j a position. n × M. */
  readonly values: readonly (readonly number[])[]
  /** Every value is 0 or 1 and comes from one trial. */
  readonly binary: boolean
}

/** Why a curve has no estimate. */
export interface NotEstimable {
  readonly state: 'not_identifiable'
  /**
   * `too_few_points`: positions (sizes, costs, numbers of demonstrations) are lacking. `too_few_items`: below 2.
   * `repeated_position`: there is no slope between two that are equal. `not_finite`: some score or position is no number.
   */
  readonly reason: 'too_few_points' | 'too_few_items' | 'repeated_position' | 'not_finite'
}

/** Score against the number of parameters. */
export function alongSize({ x, values, binary }: ItemMatrix): DoublingCurve {
  return { positions: x.map((decades) => decades / Math.log10(2)), values, binary }
}

/** Score against demonstrations, as log2(k + 1). */
export function alongShots({ shots, values, binary }: ShotsMatrix): DoublingCurve {
  return { positions: shots.map(doublingsOfShots), values, binary }
}

/** A curve by cost, and which models are on it. */
export interface CostCurve extends DoublingCurve {
  /** The model of each position, as a column of what the curve was made from. */
  readonly columns: readonly number[]
  /** What each position costs, in the units given. */
  readonly costs: readonly number[]
  /** Columns that are left out: their cost is unknown, or not above 0 and so without a doubling. */
  readonly unpriced: readonly number[]
}

/**
 * Score against cost: models from the cheapest to the dearest, whatever their size; those of equal cost as they come.
 * @param costs one a column, per item, in any unit that is the same for all
 */
export function alongCost(
  { values, binary }: Pick<ItemMatrix, 'values' | 'binary'>,
  costs: readonly (number | undefined)[],
): CostCurve {
  const priced: { readonly column: number; readonly cost: number }[] = []
  const unpriced: number[] = []
  for (const [column, cost] of costs.entries()) {
    if (cost !== undefined && cost > 0 && Number.isFinite(cost)) priced.push({ column, cost })
    else unpriced.push(column)
  }
  priced.sort((a, b) => a.cost - b.cost)
  return {
    positions: priced.map(({ cost }) => Math.log2(cost)),
    values: values.map((row) => priced.map(({ column }) => row[column] ?? Number.NaN)),
    binary,
    columns: priced.map(({ column }) => column),
    costs: priced.map(({ cost }) => cost),
    unpriced,
  }
}

/** What stands in the way of an estimate that needs so many positions; undefined where nothing does. */
export function obstacleOf(
  { positions, values }: DoublingCurve,
  neededPoints: number,
): NotEstimable | undefined {
  const because = (reason: NotEstimable['reason']) => ({ state: 'not_identifiable', reason }) as const
  if (positions.length < neededPoints) return because('too_few_points')
  if (values.length < 2) return because('too_few_items')
  const allFinite = positions.every(Number.isFinite) && values.every((row) => row.every(Number.isFinite))
  return allFinite ? undefined : because('not_finite')
}
