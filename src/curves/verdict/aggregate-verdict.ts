import { CONFIDENCE } from '../interval.ts'
import { tUpperTail } from '../student-t.ts'
import { floorSizesOfCells } from './aggregate-floor.ts'
import type { Apparent } from './apparent.ts'
import { type ScoreCell, testCellContrast } from './cell-contrast.ts'
import { chord, combined, contrastInterval, slope } from './contrast.ts'
import { testFlat } from './flat-test.ts'
import type { FloorBand } from './floor-sizes.ts'
import { lineThrough } from './line-through.ts'
import { neededFor, neededToDecide } from './needed.ts'
import { unmetOfSizes } from './preconditions.ts'
import { RULE_2, type VerdictRule } from './rule.ts'
import type { Trend } from './trend.ts'
import type { DecidedVerdict, FlatTest, Unmet, VerdictReport } from './verdict-report.ts'

/** The second rule as far as scores without items allow. */
export const AGGREGATE_RULE: VerdictRule = { ...RULE_2, name: `${RULE_2.name}-aggregate` }

/** A curve of scores over sizes of which no items are known. */
export interface AggregateInput {
  /** log10 of the number of parameters of each size, ascending. */
  readonly x: readonly number[]
  /** One a size; undefined where nothing tells its error. */
  readonly cells: readonly (ScoreCell | undefined)[]
  readonly chance: number | undefined
  readonly maximum?: number
  readonly families?: readonly string[]
}

/**
 * The verdict on a curve of which only scores and their errors are known, by the same rule as with items as far as they
 * go: sizes count as independent, where items would be paired. A rise of less than a point is flat: of ten thousand
 * items half a point is significant. With one metric, apparent emergence can be found and its cause cannot: that is
 * `undetermined`. `smooth` and `flat` rest on the slope of the line through the scores.
 */
export function aggregateVerdict(input: AggregateInput, rule: VerdictRule = AGGREGATE_RULE): VerdictReport {
  const { x, chance, maximum = 1, families = [] } = input
  const cells = input.cells.filter((cell) => cell !== undefined)
  const counts = cells.flatMap(({ items }) => items ?? [])
  const known = { rule, x, items: counts.length === 0 ? 0 : Math.min(...counts), dropped: 0, families }
  const [first, ...others] = unmetOf(input, cells, counts, rule)
  if (first !== undefined || chance === undefined) {
    const unmet = [first ?? { condition: 'chance' as const }, ...others] as const
    return { ...known, verdict: 'not_identifiable', unmet, needed: neededFor(unmet) }
  }
  const limit = rule.floorBand * (maximum - chance)
  const floor = { low: Number.NEGATIVE_INFINITY, high: chance + limit }
  const apparent = apparentOf(cells, x, floor, rule)
  const trend = trendOf(cells, x)
  const flat = testFlat(trend, x, maximum - chance, rule)
  const left = apparent.floorSizes - 1
  const decided = {
    ...known,
    ...decide(apparent, trend, flat, rule),
    ...{ floor, apparent, trend, flat, companion: undefined },
    ...{ pApparent: apparent.p, pSharp: undefined, pLeft: undefined, pTrend: trend.p, pEmergent: undefined },
    gap:
      apparent.p > rule.alpha
        ? undefined
        : { left, low: x[left] ?? Number.NaN, high: x[left + 1] ?? Number.NaN },
  }
  // Without a number of items there is none to say how many more would do.
  const needed = neededToDecide(decided).filter((one) => !('count' in one) || Number.isFinite(one.count))
  return { ...decided, needed }
}

function unmetOf(
  { x, cells, chance, families = [] }: AggregateInput,
  known: readonly ScoreCell[],
  counts: readonly number[],
  rule: VerdictRule,
): readonly Unmet[] {
  const unmet: Unmet[] = [...unmetOfSizes(x, rule)]
  const fewest = Math.min(...counts)
  if (counts.length > 0 && fewest < rule.minimumItems)
    unmet.push({ condition: 'items', found: fewest, needed: rule.minimumItems })
  if (families.length > 1) unmet.push({ condition: 'one_family', families })
  if (chance === undefined) unmet.push({ condition: 'chance' })
  if (known.length < cells.length)
    unmet.push({
      condition: 'errors',
      columns: [...cells.keys()].filter((column) => cells[column] === undefined),
    })
  if (!known.every(({ score, se }) => Number.isFinite(score) && Number.isFinite(se)))
    unmet.push({ condition: 'finite_scores' })
  return unmet
}

function apparentOf(
  cells: readonly ScoreCell[],
  x: readonly number[],
  band: FloorBand,
  { alpha }: VerdictRule,
): Apparent {
  const last = cells.length - 1
  const present = testCellContrast(
    cells,
    x.map((_, column) => (column === last ? 1 : 0)),
    { offset: band.high },
  )
  const floorSizes = floorSizesOfCells(cells, band, alpha)
  if (floorSizes < 2) return { floorSizes, present, convex: undefined, p: 1 }
  const convex = testCellContrast(
    cells,
    combined(chord(x, floorSizes - 1, last), -1, chord(x, 0, floorSizes - 1)),
  )
  return { floorSizes, present, convex, p: Math.max(present.p, convex.p) }
}

/** As `testTrend` on item scores: over the errors of the scores, and over sizes. */
function trendOf(cells: readonly ScoreCell[], x: readonly number[]): Trend {
  const overItems = testCellContrast(cells, slope(x))
  const line = lineThrough(
    x,
    cells.map(({ score }) => score),
  )
  const residualSd = Math.sqrt(line.squares / line.df)
  const se = residualSd / Math.sqrt(line.spread)
  const { slope: estimate, df } = line
  const p = se === 0 ? (estimate > 0 ? 0 : 1) : tUpperTail(estimate / se, df)
  return {
    overItems,
    interval: contrastInterval(overItems, CONFIDENCE),
    overSizes: { estimate, se, df, residualSd, p },
    p: Math.max(overItems.p, p),
  }
}

function decide(
  apparent: Apparent,
  trend: Trend,
  flat: FlatTest,
  rule: VerdictRule,
): Pick<DecidedVerdict, 'verdict' | 'cause'> {
  const { alpha } = rule
  if (apparent.p <= alpha) return { verdict: 'undetermined', cause: 'no_companion' }
  if (flat.isNegligible) return { verdict: 'flat' }
  if (trend.p <= alpha) return { verdict: 'smooth' }
  return flat.isFlat ? { verdict: 'flat' } : { verdict: 'undetermined', cause: 'no_trend' }
}
