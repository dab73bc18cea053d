import type { RandomStream } from '../../domain/random.ts'
import type { ItemMatrix } from '../item-matrix.ts'
import type { NotEstimable } from './doubling-curve.ts'
import { paretoFrontier } from './pareto.ts'

/** Where a model stands against the others of its task in score and cost. */
interface FrontierMember {
  /** Its column in what was given. */
  readonly column: number
  readonly cost: number
  /** Mean over items. */
  readonly score: number
  /** On the frontier of the scores as they are. */
  readonly onFrontier: boolean
  /** The share of resamples of items in which it is on the frontier: 0 to 1. */
  readonly share: number
  /** `solid`: on it in 90 % of the resamples or more. `candidate`: in 10 % or more. `off`: in fewer. */
  readonly standing: 'solid' | 'candidate' | 'off'
}

/** The models that nobody beats in score and cost at once. */
export interface Frontier {
  readonly state: 'estimated'
  /** All models of known cost, from the cheapest; those of equal cost as they come. */
  readonly members: readonly FrontierMember[]
  /** Columns whose cost is unknown: they are not compared. */
  readonly unpriced: readonly number[]
  readonly resamples: number
}

/** A standard error of at most 0.016 in a share. */
const RESAMPLES = 1000

const SOLID = 0.9
const CANDIDATE = 0.1

/** Means that are equal on paper differ by rounding errors; so close they count as a tie. */
const GRID = 1e-12

/**
 * The frontier of score against cost, with how sure each place on it is: items are drawn with replacement, all models
 * together. Costs are taken as measured and stay as they are.
 * @param values row i is an item, column j a model
 * @param costs one a model, per item: currency, operations, seconds or parameters; may be 0
 */
export function frontier(
  { values }: Pick<ItemMatrix, 'values'>,
  costs: readonly (number | undefined)[],
  { random, resamples = RESAMPLES }: { readonly random: RandomStream; readonly resamples?: number },
): Frontier | NotEstimable {
  const priced: { readonly column: number; readonly cost: number }[] = []
  const unpriced: number[] = []
  for (const [column, cost] of costs.entries()) {
    if (cost !== undefined && Number.isFinite(cost)) priced.push({ column, cost })
    else unpriced.push(column)
  }
  if (priced.length === 0) return { state: 'not_identifiable', reason: 'too_few_points' }
  if (values.length < 2) return { state: 'not_identifiable', reason: 'too_few_items' }
  const scores = priced.map(({ column }) => values.map((row) => row[column] ?? Number.NaN))
  if (!scores.every((ofModel) => ofModel.every(Number.isFinite)))
    return { state: 'not_identifiable', reason: 'not_finite' }
  const pointsOf = (times: ArrayLike<number>) =>
    priced.map(({ cost }, model) => ({ model, cost, score: weightedMean(scores[model] ?? [], times) }))
  const points = pointsOf(new Uint32Array(values.length).fill(1))
  const onFrontier = new Set(paretoFrontier(points))
  const shares = membership({ items: values.length, models: priced.length }, pointsOf, { random, resamples })
  const members = points.map((point) => {
    const share = shares[point.model] ?? 0
    return {
      column: priced[point.model]?.column ?? 0,
      cost: point.cost,
      score: point.score,
      onFrontier: onFrontier.has(point),
      share,
      standing: standingOf(share),
    }
  })
  return { state: 'estimated', members: members.toSorted((a, b) => a.cost - b.cost), unpriced, resamples }
}

/** In which share of resamples each model is on the frontier. */
function membership(
  { items, models }: { readonly items: number; readonly models: number },
  pointsOf: (times: ArrayLike<number>) => readonly { model: number; cost: number; score: number }[],
  { random, resamples }: { readonly random: RandomStream; readonly resamples: number },
): readonly number[] {
  const counts = Array.from({ length: models }, () => 0)
  const times = new Uint32Array(items)
  for (let resample = 0; resample < resamples; resample++) {
    times.fill(0)
    for (let draw = 0; draw < items; draw++) {
      const drawn = random.int(items)
      times[drawn] = (times[drawn] ?? 0) + 1
    }
    for (const { model } of paretoFrontier(pointsOf(times))) counts[model] = (counts[model] ?? 0) + 1
  }
  return counts.map((count) => count / resamples)
}

function standingOf(share: number): FrontierMember['standing'] {
  if (share >= SOLID) return 'solid'
  return share >= CANDIDATE ? 'candidate' : 'off'
}

function weightedMean(scores: readonly number[], times: ArrayLike<number>): number {
  let sum = 0
  for (let item = 0; item < scores.length; item++) sum += (times[item] ?? 0) * (scores[item] ?? 0)
  return Math.round(sum / scores.length / GRID) * GRID
}
