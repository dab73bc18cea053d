import type { RandomStream } from '../../domain/random.ts'
import { columnOf, type ItemMatrix } from '../item-matrix.ts'
import { holm } from '../paired/adjust.ts'
import { comparePaired, type PairedComparison } from '../paired/compare-paired.ts'
import type { NotEstimable } from './doubling-curve.ts'

/** What counts as a model's size: the parameters that take part in each token, or all of them. */
const SIZE_AXES = ['active', 'total'] as const
type SizeAxis = (typeof SIZE_AXES)[number]

/** A model's number of parameters on both axes; they differ for a mixture of experts. */
export type ModelSize = { readonly [axis in SizeAxis]?: number | undefined }

/** How a smaller model that scored higher looks on one axis. */
interface UpsetOnAxis {
  /** Parameters of the larger model ÷ those of the smaller: above 1. */
  readonly factor: number
  /** One-sided; Holm's, over all pairs of models of different size on this axis. */
  readonly pAdjusted: number
}

/** A model that scored higher than a larger one on the same items. */
interface Upset extends Pick<PairedComparison, 'n' | 'difference' | 'low' | 'high' | 'method'> {
  /** Columns. `difference` is the winner's score less the loser's. */
  readonly winner: number
  readonly loser: number
  /** One-sided, H0: the smaller model is not better. */
  readonly p: number
  /** The axes on which the winner is the smaller model. */
  readonly axes: { readonly [axis in SizeAxis]?: UpsetOnAxis }
  /** The axes on which the adjusted p is at most 0.05: none means that chance may have done it. */
  readonly shownOn: readonly SizeAxis[]
}

/** The upsets of a task's models, and among how many pairs they were looked for. */
export interface Upsets {
  readonly state: 'estimated'
  /** By adjusted p on the active axis, then on the total one. */
  readonly upsets: readonly Upset[]
  /** Pairs of models of known and different size. */
  readonly pairs: { readonly [axis in SizeAxis]: number }
}

const ALPHA = 0.05

/**
 * Every pair in which the smaller model has the higher mean, tested on the items that both have (McNemar's exact test or
 * sign flips). A pair with the expected order counts in the adjustment but has no test: its one-sided p would be large
 * and change no other.
 * @param sizes one a column
 */
export function findUpsets(
  matrix: Pick<ItemMatrix, 'values' | 'binary'>,
  sizes: readonly ModelSize[],
  { random, flips }: { readonly random: RandomStream; readonly flips?: number },
): Upsets | NotEstimable {
  const { values, binary } = matrix
  if (values.length < 2) return { state: 'not_identifiable', reason: 'too_few_items' }
  if (!values.every((row) => row.every(Number.isFinite)))
    return { state: 'not_identifiable', reason: 'not_finite' }
  const columns = sizes.map((_, column) => columnOf(matrix, column))
  const options = {
    binary,
    random,
    alternative: 'greater' as const,
    ...(flips === undefined ? {} : { flips }),
  }
  const found = pairsOf(sizes).flatMap(([winner, loser]) => {
    const [better = [], worse = []] = [columns[winner], columns[loser]]
    if (!(sumOf(better) > sumOf(worse))) return []
    const comparison = comparePaired(worse, better, options)
    return comparison.state === 'estimated' && comparison.difference > 0
      ? [{ winner, loser, comparison }]
      : []
  })
  const pairs = { active: countPairs(sizes, 'active'), total: countPairs(sizes, 'total') }
  const adjusted = {
    active: adjustedOn('active', found, sizes, pairs.active),
    total: adjustedOn('total', found, sizes, pairs.total),
  }
  const upsets = found.map((one, at): Upset => {
    const [active, total] = [adjusted.active[at], adjusted.total[at]]
    const { n, difference, low, high, method, p } = one.comparison
    return {
      winner: one.winner,
      loser: one.loser,
      ...{ n, difference, low, high, method, p },
      axes: { ...(active === undefined ? {} : { active }), ...(total === undefined ? {} : { total }) },
      shownOn: SIZE_AXES.filter((axis) => (adjusted[axis][at]?.pAdjusted ?? 1) <= ALPHA),
    }
  })
  const rank = ({ axes }: Upset) => [axes.active?.pAdjusted ?? 1, axes.total?.pAdjusted ?? 1] as const
  return {
    state: 'estimated',
    upsets: upsets.toSorted((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1]),
    pairs,
  }
}

interface Found {
  readonly winner: number
  readonly loser: number
  readonly comparison: PairedComparison
}

/** Ordered pairs in which the first is the smaller model on some axis. */
function pairsOf(sizes: readonly ModelSize[]): readonly (readonly [number, number])[] {
  return sizes.flatMap((_, a) =>
    sizes.flatMap((_size, b) =>
      SIZE_AXES.some((axis) => factorOf(sizes, axis, a, b) !== undefined) ? [[a, b] as const] : [],
    ),
  )
}

/** How many times larger b is than a; undefined where it is not larger, or where a size is unknown. */
function factorOf(sizes: readonly ModelSize[], axis: SizeAxis, a: number, b: number): number | undefined {
  const [smaller, larger] = [sizes[a]?.[axis], sizes[b]?.[axis]]
  if (smaller === undefined || larger === undefined || !(smaller > 0)) return undefined
  return larger > smaller ? larger / smaller : undefined
}

function countPairs(sizes: readonly ModelSize[], axis: SizeAxis): number {
  let count = 0
  for (const a of sizes.keys())
    for (const b of sizes.keys()) if (factorOf(sizes, axis, a, b) !== undefined) count++
  return count
}

/** Undefined for those that are none on this axis. */
function adjustedOn(
  axis: SizeAxis,
  found: readonly Found[],
  sizes: readonly ModelSize[],
  pairs: number,
): readonly (UpsetOnAxis | undefined)[] {
  const factors = found.map(({ winner, loser }) => factorOf(sizes, axis, winner, loser))
  const tested = found.flatMap(({ comparison }, at) => (factors[at] === undefined ? [] : [comparison.p]))
  const untested = Array.from({ length: pairs - tested.length }, () => 1)
  const adjusted = holm([...tested, ...untested])
  let next = 0
  return factors.map((factor) =>
    factor === undefined ? undefined : { factor, pAdjusted: adjusted[next++] ?? Number.NaN },
  )
}

function sumOf(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0)
}
