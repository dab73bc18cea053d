import { floorSizesOfCells } from './aggregate-floor.ts'
import type { Apparent } from './apparent.ts'
import { type ScoreCell, testCellContrast } from './cell-contrast.ts'
import { asProbability, cellsAsItems } from './cells-as-items.ts'
import { chord, combined, slope } from './contrast.ts'
import { companionTests, decide, gapOf, trendOverMetrics } from './emergence-verdict.ts'
import { testFlat } from './flat-test.ts'
import type { FloorBand } from './floor-sizes.ts'
import type { ScoreUnit } from './level-sharpness.ts'
import { lineThrough } from './line-through.ts'
import { neededFor, neededToDecide } from './needed.ts'
import { unmetOfSizes } from './preconditions.ts'
import { RULE_2, type VerdictRule } from './rule.ts'
import { type RiseShare, shareInterval } from './share-interval.ts'
import { type Trend, trendOf } from './trend.ts'
import type { CompanionTests, Unmet, VerdictReport } from './verdict-report.ts'

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
  /** A continuous metric of the same responses, one cell a size, and its unit. */
  readonly companion?:
    | { readonly cells: readonly (ScoreCell | undefined)[]; readonly unit: ScoreUnit }
    | undefined
}

/**
 * The verdict on a curve of which only scores and their errors are known, by the same rule as with items as far as they
 * go: sizes count as independent, where items would be paired. A rise of less than a point is flat: of ten thousand
 * items half a point is significant. With one metric, apparent emergence can be found and its cause cannot: that is
 * `undetermined`. A companion can tell the cause where the error of each of its scores is known; one that lacks some is
 * left out. `smooth` and `flat` rest on the slope of the line through the scores.
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
  const trend = trendOfCells(cells, x)
  const flat = testFlat(trend, x, maximum - chance, rule)
  const found = testCompanion(input, apparent.floorSizes, rule)
  const tests = found?.tests
  const pTrend = trendOverMetrics(tests === undefined ? [trend] : [trend, tests.trend])
  const decision = decide({ apparent, tests, pTrend, flat, rule })
  const pSharp = tests?.sharpness?.p
  const jump = decision.verdict === 'emergent' ? tests?.sharpness?.best?.left : undefined
  const decided = {
    ...known,
    ...decision,
    ...{ floor, apparent, trend, flat, companion: tests },
    ...{ pApparent: apparent.p, pSharp, pLeft: tests?.early?.p, pTrend },
    pEmergent: tests === undefined ? undefined : Math.max(apparent.p, pSharp ?? 1),
    gap: gapOf(x, apparent, jump, rule),
    share: found?.share,
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
function trendOfCells(cells: readonly ScoreCell[], x: readonly number[]): Trend {
  const scores = cells.map(({ score }) => score)
  const line = lineThrough(x, scores)
  return trendOf(testCellContrast(cells, slope(x)), line, line.slope)
}

/** What the companion says, by the tests that items are put to; undefined where an error of its scores is unknown. */
function testCompanion(
  { x, companion }: AggregateInput,
  floorSizes: number,
  rule: VerdictRule,
): { readonly tests: CompanionTests; readonly share: RiseShare | undefined } | undefined {
  if (companion === undefined) return undefined
  const cells = companion.cells.filter((cell) => cell !== undefined)
  if (cells.length < x.length || !cells.every(({ score, se }) => Number.isFinite(score + se)))
    return undefined
  const { unit } = companion
  const measured = cellsAsItems(x, cells)
  const judged = unit === 'nats_per_byte' ? cellsAsItems(x, cells.map(asProbability)) : measured
  const tests = companionTests(measured, unit, floorSizes, rule, judged)
  const best = tests.sharpness?.best
  return { tests, share: best && shareInterval(judged, best.left, best.scatter) }
}
