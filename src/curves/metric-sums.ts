import { type ClusteredMean, clusteredMean, meanOf } from './clustered-mean.ts'
import type { ItemIndex } from './item-index.ts'

/** The sums of one metric in one cell: a few numbers per item, however many draws and repeats it has. */
export interface MetricSums {
  /** By item index: scored trials and their total; and the same of the truncated ones alone. */
  readonly count: number[]
  readonly total: number[]
  readonly truncatedCount: number[]
  readonly truncatedTotal: number[]
  readonly byDraw: Map<number, { count: number; total: number }>
  /** Some score was neither 0 nor 1. */
  fractional: boolean
}

export function emptySums(): MetricSums {
  return {
    count: [],
    total: [],
    truncatedCount: [],
    truncatedTotal: [],
    byDraw: new Map(),
    fractional: false,
  }
}

/** Adds one scored trial. */
export function addScore(
  sums: MetricSums,
  item: number,
  draw: number,
  score: number,
  truncated: boolean,
): void {
  sums.count[item] = (sums.count[item] ?? 0) + 1
  sums.total[item] = (sums.total[item] ?? 0) + score
  if (truncated) {
    sums.truncatedCount[item] = (sums.truncatedCount[item] ?? 0) + 1
    sums.truncatedTotal[item] = (sums.truncatedTotal[item] ?? 0) + score
  }
  const ofDraw = sums.byDraw.get(draw)
  if (ofDraw === undefined) sums.byDraw.set(draw, { count: 1, total: score })
  else {
    ofDraw.count += 1
    ofDraw.total += score
  }
  if (score !== 0 && score !== 1) sums.fractional = true
}

/** Which trials a mean takes: those scored; without the truncated; or with the failed, counted as a given score. */
export type Take =
  | { readonly trials: 'scored' | 'not-truncated' }
  | { readonly trials: 'with-failed'; readonly failed: readonly number[]; readonly as: number }

/** Item means first, then group means where items share a group, then their mean; undefined without a trial. */
export function meanOfUnits(sums: MetricSums, items: ItemIndex, take: Take): ClusteredMean | undefined {
  return clusteredMean(unitMeans(sums, items, take))
}

/** Item means, or group means of them where items share a group. */
export function unitMeans(sums: MetricSums, items: ItemIndex, take: Take): readonly number[] {
  const units = new Map<number, number[]>()
  const length = Math.max(sums.count.length, take.trials === 'with-failed' ? take.failed.length : 0)
  for (let item = 0; item < length; item++) {
    const mean = itemMean(sums, item, take)
    if (mean === undefined) continue
    const unit = items.unitOf(item)
    const means = units.get(unit)
    if (means === undefined) units.set(unit, [mean])
    else means.push(mean)
  }
  return Array.from(units.values(), meanOf)
}

function itemMean(sums: MetricSums, item: number, take: Take): number | undefined {
  let count = sums.count[item] ?? 0
  let total = sums.total[item] ?? 0
  if (take.trials === 'not-truncated') {
    count -= sums.truncatedCount[item] ?? 0
    total -= sums.truncatedTotal[item] ?? 0
  } else if (take.trials === 'with-failed') {
    const failed = take.failed[item] ?? 0
    count += failed
    total += failed * take.as
  }
  return count === 0 ? undefined : total / count
}

/** Standard deviation between the draws' mean scores; undefined with one draw. */
export function drawSd(sums: MetricSums): number | undefined {
  const means = Array.from(sums.byDraw.values(), ({ count, total }) => total / count)
  const across = clusteredMean(means)
  return across?.se === undefined ? undefined : across.se * Math.sqrt(across.n)
}
