import { contrastInterval } from './contrast.ts'
import type { VerdictRule } from './rule.ts'
import type { Trend } from './trend.ts'
import type { FlatTest } from './verdict-report.ts'

/**
 * What the line through a curve says of its change over the whole range, and whether that is nothing worth the name.
 * @param x log10 of the number of parameters, ascending
 * @param scale maximum − chance, in score units
 */
export function testFlat(trend: Trend, x: readonly number[], scale: number, rule: VerdictRule): FlatTest {
  const range = (x.at(-1) ?? Number.NaN) - (x[0] ?? Number.NaN)
  const perDecade = contrastInterval(trend.overItems, rule.flatConfidence)
  const interval = { low: perDecade.low * range, high: perDecade.high * range }
  const isWithin = (limit: number) => interval.low >= -limit && interval.high <= limit
  const limit = rule.floorBand * scale
  return {
    rise: trend.overItems.estimate * range,
    interval,
    limit,
    isFlat: isWithin(limit),
    isNegligible: rule.negligibleRise !== undefined && isWithin(rule.negligibleRise * scale),
  }
}
