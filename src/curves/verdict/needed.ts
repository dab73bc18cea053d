import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import { tQuantile } from '../student-t.ts'
import type { ContrastTest } from './contrast.ts'
import type { VerdictRule } from './rule.ts'
import type { Trend } from './trend.ts'
import type { CompanionTests, DecidedVerdict, FlatTest, Unmet, Verdict } from './verdict-report.ts'

/**
 * What would be needed to say more. Counts are totals that would give the verdict named with a chance of 80 %, if what
 * was estimated is true; nothing is said where no count would do.
 */
export type Needed =
  /** So many sizes in all; `verdict` is absent where any verdict needs them. */
  | { readonly what: 'sizes'; readonly count: number; readonly verdict?: Verdict }
  /** So many items at every size, and the tests that lack them. */
  | {
      readonly what: 'items'
      readonly count: number
      readonly verdict?: Verdict
      readonly tests?: readonly string[]
    }
  /** A range of sizes of so many decades. */
  | { readonly what: 'decades'; readonly decades: number }
  /** Models between these two columns: what happens there is not resolved. */
  | { readonly what: 'sizes_between'; readonly left: number }
  | { readonly what: 'one_family' | 'distinct_sizes' | 'chance' | 'finite_scores' | 'errors' | 'companion' }

const POWER = 0.8

/** What a curve without a verdict lacks. */
export function neededFor(unmet: readonly Unmet[]): readonly Needed[] {
  return unmet.map((one): Needed => {
    if (one.condition === 'decades') return { what: 'decades', decades: one.needed }
    if (one.condition === 'sizes' || one.condition === 'items')
      return { what: one.condition, count: one.needed }
    return { what: one.condition }
  })
}

/** What would turn `undetermined` into something; none for other verdicts. */
export function neededToDecide(
  report: Pick<DecidedVerdict, 'cause' | 'rule' | 'apparent' | 'companion' | 'trend' | 'flat' | 'x'>,
): readonly Needed[] {
  const { cause, rule, apparent, companion } = report
  if (cause === 'no_companion') return [{ what: 'companion' }]
  if (cause === 'no_trend')
    return [...neededForSmooth(report), ...neededForFlat(report.trend, report.flat, rule)]
  if (cause !== 'not_resolved' || companion === undefined) return []
  return [
    ...neededForJump(companion, rule),
    ...neededForArtefact(companion, rule),
    { what: 'sizes_between', left: apparent.floorSizes - 1 },
  ]
}

function neededForJump({ sharpness }: CompanionTests, rule: VerdictRule): readonly Needed[] {
  if (sharpness?.best === undefined || !sharpness.best.pointSharp) return []
  const level = rule.alpha / sharpness.factor
  const { rise, share, acceleration } = sharpness.best
  return itemsNeeded({ rise, share, acceleration }, level, 'emergent')
}

function neededForArtefact(tests: CompanionTests, rule: VerdictRule): readonly Needed[] {
  if (tests.early === undefined || !tests.risesEarly || tests.sharpness?.mayJump === true) return []
  return itemsNeeded({ early: tests.early }, rule.alpha, 'metric_artefact')
}

/** A trend needs one metric that shows it over items and over sizes: the nearest one is told. */
function neededForSmooth({
  rule,
  trend,
  companion,
  x,
}: Pick<DecidedVerdict, 'rule' | 'trend' | 'companion' | 'x'>): readonly Needed[] {
  const trends = companion === undefined ? [trend] : [trend, companion.trend]
  const level = rule.alpha / trends.length
  const [nearest = trend] = trends.toSorted((a, b) => a.p - b.p)
  if (nearest.overItems.estimate <= 0) return []
  const items = itemsNeeded({ trend: nearest.overItems }, level, 'smooth')
  const count = nearest.overSizes.p > level ? sizesNeeded(nearest, x, level) : undefined
  return count === undefined ? items : [...items, { what: 'sizes', count, verdict: 'smooth' }]
}

/** So many that the interval of the rise would lie within the limit, if the rise is what was estimated. */
function neededForFlat(
  { overItems }: Trend,
  { rise, interval, limit }: FlatTest,
  rule: VerdictRule,
): readonly Needed[] {
  const room = limit - Math.abs(rise)
  if (room <= 0) return []
  const se = (interval.high - interval.low) / 2 / quantile((1 + rule.flatConfidence) / 2)
  const wanted = quantile((1 + rule.flatConfidence) / 2) + quantile(POWER)
  const count = Math.ceil(overItems.n * ((wanted * se) / room) ** 2)
  return [{ what: 'items', count: Math.max(count, overItems.n + 1), verdict: 'flat', tests: ['flat'] }]
}

/** The items that all of these tests need, by the ones that did not reach the level; none where some cannot. */
function itemsNeeded(
  tests: { readonly [name: string]: ContrastTest },
  level: number,
  verdict: Verdict,
): readonly Needed[] {
  const failed = Object.entries(tests).filter(([, test]) => test.p > level)
  if (failed.length === 0) return []
  const counts = failed.map(([, test]) => itemsFor(test, level))
  const count = counts.reduce((most, one) => Math.max(most, one), 0)
  if (!Number.isFinite(count)) return []
  return [{ what: 'items', count, verdict, tests: failed.map(([name]) => name) }]
}

/** Items for a one-sided test of a mean at a level; infinite where no number would do. */
function itemsFor({ estimate, sd, n, scatterVariance }: ContrastTest, level: number): number {
  if (estimate <= 0) return Number.POSITIVE_INFINITY
  const allowed = (estimate / (quantile(1 - level) + quantile(POWER))) ** 2 - scatterVariance
  if (allowed <= 0) return Number.POSITIVE_INFINITY
  return Math.max(Math.ceil(sd ** 2 / allowed), n + 1)
}

/** More than this many sizes nobody has. */
const MOST_SIZES = 100

/** Sizes, evenly spaced over the same range, for the trend over sizes, if they scatter about the line as these do. */
function sizesNeeded({ overSizes }: Trend, x: readonly number[], level: number): number | undefined {
  const range = (x.at(-1) ?? 0) - (x[0] ?? 0)
  for (let count = x.length + 1; count <= MOST_SIZES; count++) {
    const spread = (range ** 2 * count * (count + 1)) / (12 * (count - 1))
    const t = (overSizes.estimate * Math.sqrt(spread)) / overSizes.residualSd
    if (t >= tQuantile(1 - level, count - 2) + tQuantile(POWER, count - 2)) return count
  }
  return undefined
}

function quantile(probability: number): number {
  return normalQuantile(probability, 0, 1)
}
