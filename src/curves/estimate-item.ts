import type { ItemMetric } from '../domain/metric.ts'
import type { Cell, KeptAnswer } from './cell.ts'
import { clusteredMean, meanOf } from './clustered-mean.ts'
import type { Estimate } from './estimate.ts'
import { estimateMean } from './estimate-mean.ts'
import { addScore, emptySums, type MetricSums, meanOfUnits } from './metric-sums.ts'
import { failedAs, rowsOfMetric } from './rows-of-metric.ts'

/**
 * The estimate of a metric that scores an item from all its trials: the mean over items (over groups where items share
 * one), with the intervals of a mean over one value an item: `wilson` where every value of a discontinuous metric is 0
 * or 1, else `t`. Where the metric scores single trials, their intervals.
 */
export function estimateItem(cell: Cell, metric: ItemMetric): Estimate {
  const rows = rowsOfMetric(cell, metric.kind)
  if (metric.ofTrial !== undefined) return estimateTrials(cell, metric)
  const sumsOf = (taken: readonly KeptAnswer[]) => itemSums(taken, metric)
  const meanWith = (taken: readonly KeptAnswer[]) =>
    meanOfUnits(sumsOf(taken), cell.items, { trials: 'scored' })?.mean
  const failed = cell.failedRows.length > 0
  return {
    ...estimateMean({ ...cell, failed: [] }, sumsOf(rows), metric.kind),
    drawSd: spreadOfDraws(rows, sumsOf),
    scoreWithoutTruncated: meanWith(rows.filter(({ outcome }) => outcome !== 'truncated')),
    scoreIfFailed0: failed ? meanWith([...rows, ...failedAs(0, cell)]) : undefined,
    scoreIfFailed1: failed ? meanWith([...rows, ...failedAs(1, cell)]) : undefined,
  }
}

/** Where the metric scores single trials of the items it is about: as a trial metric of these. */
function estimateTrials(cell: Cell, metric: ItemMetric): Estimate {
  const failed: number[] = []
  for (const row of cell.failedRows)
    if (metric.appliesTo?.(row) !== false) failed[row.index] = (failed[row.index] ?? 0) + 1
  return estimateMean({ ...cell, failed }, sumsOfItems(cell, metric), metric.kind)
}

/** The sums of a metric that scores items: one score an item, or one a trial where it scores these. */
export function sumsOfItems(cell: Cell, metric: ItemMetric): MetricSums {
  const rows = rowsOfMetric(cell, metric.kind)
  if (metric.ofTrial === undefined) return itemSums(rows, metric)
  const sums = emptySums()
  for (const row of rows) {
    const score = metric.ofTrial(row)
    if (score !== undefined) addScore(sums, row.index, row.draw, score, row.outcome === 'truncated')
  }
  return sums
}

/** One score an item. */
function itemSums(rows: readonly KeptAnswer[], metric: ItemMetric): MetricSums {
  const sums = emptySums()
  for (const [index, ofItem] of Map.groupBy(rows, (row) => row.index)) {
    const score = metric.score(ofItem)
    if (score !== undefined) addScore(sums, index, 0, score, false)
  }
  return sums
}

/** Standard deviation between the scores that each draw has by itself; undefined where its trials do not suffice. */
function spreadOfDraws(rows: readonly KeptAnswer[], sumsOf: (rows: readonly KeptAnswer[]) => MetricSums) {
  const means = [...Map.groupBy(rows, (row) => row.draw).values()].flatMap((ofDraw) => {
    const { total } = sumsOf(ofDraw)
    const scores = total.filter((score) => score !== undefined)
    return scores.length === 0 ? [] : [meanOf(scores)]
  })
  const across = clusteredMean(means)
  return across?.se === undefined ? undefined : across.se * Math.sqrt(across.n)
}
