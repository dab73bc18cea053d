import type { MetricKind } from '../domain/metric.ts'
import type { Cell } from './cell.ts'
import { effectiveTrials } from './clustered-mean.ts'
import type { Estimate } from './estimate.ts'
import { drawSd, type MetricSums, meanOfUnits } from './metric-sums.ts'
import { tInterval } from './t-interval.ts'
import { wilsonInterval } from './wilson.ts'

/**
 * The estimate of a metric whose point is a mean. The unit is the item, or the group where items share one.
 * Interval: `wilson` for right or wrong with one trial a unit, `wilson_n_eff` with more, `t` for other scores.
 * The pair of scores with failed trials counted as 0 and as 1 is given where some failed.
 */
export function estimateMean(cell: Cell, sums: MetricSums, kind: MetricKind): Estimate {
  const { items, failed } = cell
  const units = meanOfUnits(sums, items, { trials: 'scored' })
  const withFailed = (as: number) =>
    failed.length === 0 ? undefined : meanOfUnits(sums, items, { trials: 'with-failed', failed, as })?.mean
  const shared = {
    items: sums.count.filter((count) => count > 0).length,
    scoreIfFailed0: withFailed(0),
    scoreIfFailed1: withFailed(1),
  }
  if (units === undefined) return shared
  return {
    ...shared,
    score: units.mean,
    se: units.se,
    ...intervalOf(units, sums, kind),
    drawSd: drawSd(sums),
    scoreWithoutTruncated: meanOfUnits(sums, items, { trials: 'not-truncated' })?.mean,
  }
}

function intervalOf(
  units: NonNullable<ReturnType<typeof meanOfUnits>>,
  sums: MetricSums,
  kind: MetricKind,
): Pick<Estimate, 'ciLow' | 'ciHigh' | 'ciMethod' | 'nEff'> {
  const { mean, se, n } = units
  if (kind === 'discontinuous' && !sums.fractional) {
    const trials = sums.count.reduce((sum, count) => sum + count, 0)
    const nEff = trials === n ? n : effectiveTrials(units, trials)
    const { low, high } = wilsonInterval(mean, nEff)
    return { ciLow: low, ciHigh: high, ciMethod: trials === n ? 'wilson' : 'wilson_n_eff', nEff }
  }
  if (se === undefined) return { nEff: n }
  const { low, high } = tInterval(mean, se, n)
  return { ciLow: low, ciHigh: high, ciMethod: 't', nEff: n }
}
