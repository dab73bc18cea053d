import { itemMatrices } from '../../src/curves/item-matrices.ts'
import type { ItemMatrix } from '../../src/curves/item-matrix.ts'
import { columnOf } from '../../src/curves/item-matrix.ts'
import { adjacentComparisons } from '../../src/curves/paired/adjacent-comparisons.ts'
import { bigBenchDescriptors } from '../../src/curves/shape/big-bench.ts'
import { countsOf } from '../../src/curves/shape/curve-counts.ts'
import { SHAPE_MODELS } from '../../src/curves/shape/shape-models.ts'
import { randomStream } from '../../src/domain/random.ts'
import type { SimulatedRun } from './simulate.ts'

/** Rules that look at the primary metric's curve alone, by name: whether each would call it a break. */
export const NAIVE_RULES: { readonly [name: string]: (curve: ItemMatrix, chance: number) => boolean } = {
  'breakthroughness > 5': (curve) => {
    const points = curve.x.map((x, column) => ({
      parameters: 10 ** x,
      score: meanOf(columnOf(curve, column)),
    }))
    const { breakthroughness } = bigBenchDescriptors(points)
    return breakthroughness !== undefined && breakthroughness > 5
  },
  'any adjacent p < .05': (curve) =>
    adjacentComparisons(curve, { random: randomStream('naive') }).some(
      (one) => one.state === 'estimated' && one.difference > 0 && one.p < 0.05,
    ),
  'AIC: step or hinge': (curve, chance) => {
    const best = bestByAic(curve, chance)
    return best === 'step' || best === 'hinge'
  },
}

/** The curve of right answers of a simulated run. */
export function primaryCurve({ cells, context }: SimulatedRun): ItemMatrix {
  const curve = itemMatrices(cells, context.tasks).find(({ column }) => column === 'score_exact_match')
  if (curve === undefined) throw new Error('a simulated run has no curve')
  return curve.matrix
}

/** AIC with trials as the sample: −2l + 2p, whatever the number of sizes. */
function bestByAic(curve: ItemMatrix, chance: number): string | undefined {
  const counts = countsOf(curve)
  if (counts === undefined) return undefined
  const scored = SHAPE_MODELS.map((shape) => ({
    model: shape.model,
    aic: -2 * shape.fit(counts, chance).logLikelihood + 2 * shape.parameters,
  }))
  return scored.toSorted((a, b) => a.aic - b.aic)[0]?.model
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
