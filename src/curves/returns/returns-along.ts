import type { RandomStream } from '../../domain/random.ts'
import type { ItemMatrix } from '../item-matrix.ts'
import { type AdjacentComparison, adjacentComparisons } from '../paired/adjacent-comparisons.ts'
import { type DiminishingTest, diminishingReturns } from './diminishing.ts'
import {
  alongCost,
  alongSize,
  type CostCurve,
  type DoublingCurve,
  type NotEstimable,
} from './doubling-curve.ts'
import { type DoublingSlope, doublingSlope } from './doubling-slope.ts'
import { type GainPerDoubling, gainsPerDoubling } from './gain-per-doubling.ts'
import { type MarginalCost, marginalCosts } from './marginal-cost.ts'

/** What doublings bring: from each position to the next, over all, and whether less and less. */
export interface Returns {
  readonly gains: readonly GainPerDoubling[]
  readonly overall: DoublingSlope | NotEstimable
  readonly diminishing: DiminishingTest | NotEstimable
}

/** The same for cost, with what a unit of score costs from each model to the next dearer one. */
export interface CostReturns extends Returns {
  readonly curve: CostCurve
  readonly marginal: readonly MarginalCost[]
}

/**
 * What doublings of the number of parameters bring.
 * @param comparisons `adjacentComparisons(matrix)`
 */
export function sizeReturns(matrix: ItemMatrix, comparisons: readonly AdjacentComparison[]): Returns {
  return returnsAlong(alongSize(matrix), comparisons)
}

/**
 * What doublings of cost bring: models from the cheapest to the dearest.
 * @param costs per item, one a column, in one unit
 */
export function costReturns(
  matrix: Pick<ItemMatrix, 'values' | 'binary'>,
  costs: readonly (number | undefined)[],
  options: { readonly random: RandomStream; readonly flips?: number },
): CostReturns {
  const curve = alongCost(matrix, costs)
  const { positions, values, binary } = curve
  const comparisons = adjacentComparisons({ x: positions, values, binary, dropped: 0 }, options)
  return { curve, ...returnsAlong(curve, comparisons), marginal: marginalCosts(comparisons, curve.costs) }
}

function returnsAlong(curve: DoublingCurve, comparisons: readonly AdjacentComparison[]): Returns {
  return {
    gains: gainsPerDoubling(curve, comparisons),
    overall: doublingSlope(curve),
    diminishing: diminishingReturns(curve),
  }
}
