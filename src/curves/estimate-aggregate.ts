import type { AggregateMetric, Score } from '../domain/metric.ts'
import { randomStream } from '../domain/random.ts'
import { bootstrapInterval } from './bootstrap-interval.ts'
import type { Cell, KeptAnswer } from './cell.ts'
import { clusteredMean } from './clustered-mean.ts'
import type { Estimate } from './estimate.ts'
import { failedAs, rowsOfMetric } from './rows-of-metric.ts'

/** Enough for a percentile interval of a metric that is computed anew on each resample. */
const RESAMPLES = 1000

/**
 * The estimate of a metric of all answers at once. Interval: percentile `bootstrap` over items (groups where
 * items share one), each with all its draws and repeats; the standard error is the resamples' deviation.
 */
export function estimateAggregate(cell: Cell, metric: AggregateMetric): Estimate {
  const rows = rowsOfMetric(cell, metric.kind)
  const items = new Set(rows.map((row) => row.index)).size
  const failed = cell.failedRows.length > 0
  const worstCase = {
    items,
    scoreIfFailed0: failed ? scoreOf([...rows, ...failedAs(0, cell)], metric) : undefined,
    scoreIfFailed1: failed ? scoreOf([...rows, ...failedAs(1, cell)], metric) : undefined,
  }
  const weighted = metric.prepare(rows)
  const scoreWhere = (counts: (row: KeptAnswer) => boolean): Score =>
    weighted(Float64Array.from(rows, (row) => (counts(row) ? 1 : 0)))
  const score = rows.length === 0 ? undefined : scoreWhere(() => true)
  if (score === undefined) return worstCase
  const units = unitsOf(rows)
  const interval = bootstrapInterval(units.count, (times) => weighted(units.weightsOf(times)), {
    resamples: RESAMPLES,
    random: randomStream('bootstrap', cell.task.name, metric.name),
  })
  const draws = [...new Set(rows.map(({ draw }) => draw))]
  const across = clusteredMean(draws.flatMap((draw) => scoreWhere((row) => row.draw === draw) ?? []))
  const complete = rows.some(({ outcome }) => outcome !== 'truncated')
  return {
    ...worstCase,
    score,
    se: interval?.sd,
    ciLow: interval?.low,
    ciHigh: interval?.high,
    ciMethod: interval === undefined ? undefined : 'bootstrap',
    nEff: units.count,
    drawSd: across?.se === undefined ? undefined : across.se * Math.sqrt(across.n),
    scoreWithoutTruncated: complete ? scoreWhere(({ outcome }) => outcome !== 'truncated') : undefined,
  }
}

function scoreOf(rows: readonly KeptAnswer[], metric: AggregateMetric): Score {
  return metric.prepare(rows)(new Float64Array(rows.length).fill(1))
}

/** The rows' units, numbered from 0, and how a row's weight follows from its unit's. */
function unitsOf(rows: readonly KeptAnswer[]) {
  const numbers = new Map<number, number>()
  const ofRow = Int32Array.from(rows, ({ unit }) => {
    const known = numbers.get(unit)
    if (known !== undefined) return known
    numbers.set(unit, numbers.size)
    return numbers.size - 1
  })
  const weights = new Float64Array(rows.length)
  return {
    count: numbers.size,
    weightsOf: (times: ArrayLike<number>): ArrayLike<number> => {
      for (const [row, unit] of ofRow.entries()) weights[row] = times[unit] ?? 0
      return weights
    },
  }
}
