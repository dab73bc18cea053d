import type { AggregateMetric } from '../domain/metric.ts'
import { randomStream } from '../domain/random.ts'
import { bootstrapInterval } from './bootstrap-interval.ts'
import type { Cell, KeptAnswer } from './cell.ts'
import { clusteredMean } from './clustered-mean.ts'
import type { Estimate } from './estimate.ts'

/** Enough for a percentile interval of a metric that is computed anew on each resample. */
const RESAMPLES = 1000

/**
 * The estimate of a metric of all answers at once. Interval: percentile `bootstrap` over items (groups where
 * items share one), each with all its draws and repeats; the standard error is the resamples' deviation.
 */
export function estimateAggregate(cell: Cell, metric: AggregateMetric): Estimate {
  const { answers } = cell
  const units = [...Map.groupBy(answers, (answer) => answer.unit).values()]
  const items = new Set(answers.map((answer) => answer.item)).size
  if (answers.length === 0) return { items }
  const score = (kept: readonly KeptAnswer[]) => metric.aggregate(kept)
  const complete = answers.filter((answer) => !answer.truncated)
  const perDraw = [...Map.groupBy(answers, (answer) => answer.draw).values()].map(score)
  const draws = clusteredMean(perDraw)
  const random = randomStream('bootstrap', cell.task.name, metric.name)
  const interval = bootstrapInterval(units, (sample) => score(sample.flat()), {
    resamples: RESAMPLES,
    random,
  })
  return {
    items,
    score: score(answers),
    se: interval.sd,
    ciLow: interval.low,
    ciHigh: interval.high,
    ciMethod: 'bootstrap',
    nEff: units.length,
    drawSd: draws?.se === undefined ? undefined : draws.se * Math.sqrt(draws.n),
    scoreWithoutTruncated: complete.length === 0 ? undefined : score(complete),
  }
}
