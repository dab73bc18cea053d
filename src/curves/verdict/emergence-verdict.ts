import type { ItemMatrix } from '../item-matrix.ts'
import { type Apparent, testApparent } from './apparent.ts'
import { chord, testContrast } from './contrast.ts'
import { testFlat } from './flat-test.ts'
import { judgedScale, type ScoreUnit, testLevelSharpness } from './level-sharpness.ts'
import { neededFor, neededToDecide } from './needed.ts'
import { unmetConditions } from './preconditions.ts'
import { RULE_2, type VerdictRule } from './rule.ts'
import { shareInterval } from './share-interval.ts'
import { type Sharpness, testSharpness } from './sharpness.ts'
import { type Trend, testTrend } from './trend.ts'
import type {
  Cause,
  CompanionTests,
  DecidedVerdict,
  FlatTest,
  Verdict,
  VerdictReport,
} from './verdict-report.ts'

/** A curve on its discontinuous metric, and on a continuous one of the same responses. */
export interface VerdictInput {
  readonly primary: ItemMatrix
  /** The same items and sizes as `primary`; chosen before the run. */
  readonly companion?: ItemMatrix | undefined
  /** Its unit; a likelihood that is given without is judged as it is. */
  readonly companionUnit?: ScoreUnit
  /** The primary metric's score of guessing. */
  readonly chance: number | undefined
  /** Its score of a perfect answer: 1 where absent. */
  readonly maximum?: number
  /** The families of the models, if known; several need `familiesDeclared`: the user says that they make one line. */
  readonly families?: readonly string[]
  readonly familiesDeclared?: boolean
  /** A score below the floor band is no floor either: for gains, which may be losses. */
  readonly floorHasBottom?: boolean
}

/**
 * Says of a curve whether a skill appears at some size, and whether that is in the model or in the metric. Intervals and
 * tests are over items, given these models: what another training run of the same model would score is not in them.
 * @throws RangeError where the companion is not about the same items and sizes
 */
export function emergenceVerdict(input: VerdictInput, rule: VerdictRule = RULE_2): VerdictReport {
  const { primary, companion, chance, maximum = 1, families = [], familiesDeclared = false } = input
  checkSameShape(primary, companion)
  const known = {
    rule,
    x: primary.x,
    items: primary.values.length,
    dropped: Math.max(primary.dropped, companion?.dropped ?? 0),
    families,
  }
  const [first, ...others] = unmetConditions({ primary, companion, chance, families, familiesDeclared }, rule)
  if (first !== undefined || chance === undefined) {
    const unmet = [first ?? { condition: 'chance' as const }, ...others] as const
    return { ...known, verdict: 'not_identifiable', unmet, needed: neededFor(unmet) }
  }
  const limit = rule.floorBand * (maximum - chance)
  const floor = {
    low: input.floorHasBottom === true ? chance - limit : Number.NEGATIVE_INFINITY,
    high: chance + limit,
  }
  const apparent = testApparent(primary, floor, rule.alpha)
  const trend = testTrend(primary)
  const unit = rule.jump === undefined ? undefined : input.companionUnit
  const judged = companion && judgedScale(companion, unit)
  const tests = judged && companionTests(companion, unit, apparent.floorSizes, rule, judged)
  const flat = testFlat(trend, primary.x, maximum - chance, rule)
  const pSharp = tests?.sharpness?.p
  const pTrend = trendOverMetrics(tests === undefined ? [trend] : [trend, tests.trend])
  const decision = decide({ apparent, tests, pTrend, flat, rule })
  const best = tests?.sharpness?.best
  const decided = {
    ...known,
    ...decision,
    floor,
    apparent,
    companion: tests,
    trend,
    flat,
    pApparent: apparent.p,
    pSharp,
    pLeft: tests?.early?.p,
    pTrend,
    // Without two sizes at the floor it is 1, and counts among the tasks: the data did not choose who is in the family.
    pEmergent: tests === undefined ? undefined : Math.max(apparent.p, pSharp ?? 1),
    gap: gapOf(primary.x, apparent, decision.verdict === 'emergent' ? best?.left : undefined, rule),
    share:
      best === undefined || judged === undefined ? undefined : shareInterval(judged, best.left, best.scatter),
  }
  return { ...decided, needed: neededToDecide(decided) }
}

function checkSameShape(primary: ItemMatrix, companion: ItemMatrix | undefined): void {
  if (companion === undefined) return
  const same =
    companion.values.length === primary.values.length &&
    companion.x.length === primary.x.length &&
    companion.x.every((size, column) => size === primary.x[column])
  if (!same) throw new RangeError('the companion is not about the same items and sizes')
}

/**
 * What a companion says of a curve whose first sizes are at the floor.
 * @param unit undefined where a likelihood is judged as it is
 * @param judged the companion on the scale it is judged on
 */
export function companionTests(
  companion: ItemMatrix,
  unit: ScoreUnit,
  floorSizes: number,
  rule: VerdictRule,
  judged: ItemMatrix,
): CompanionTests {
  const trend = testTrend(companion)
  const scale = unit === 'nats_per_byte' ? 'probability_per_byte' : 'as_measured'
  if (floorSizes < 2)
    return { trend, scale, sharpness: undefined, early: undefined, late: undefined, risesEarly: false }
  const { x, values } = companion
  const early = testContrast(values, chord(x, 0, floorSizes - 1))
  const late = testContrast(values, chord(x, floorSizes - 1, x.length - 1))
  return {
    trend,
    scale,
    sharpness: sharpnessBy(rule, companion, unit, floorSizes, judged),
    early,
    late,
    risesEarly: early.estimate >= rule.earlySlope * late.estimate,
  }
}

function sharpnessBy(
  rule: VerdictRule,
  companion: ItemMatrix,
  unit: ScoreUnit,
  floorSizes: number,
  judged: ItemMatrix,
): Sharpness {
  const { jump } = rule
  if (jump === undefined) return testSharpness(companion, floorSizes, rule)
  return testLevelSharpness(companion, unit, floorSizes, { ...rule, jump }, judged)
}

/** Bonferroni over the metrics. */
export function trendOverMetrics(trends: readonly Trend[]): number {
  return Math.min(1, trends.length * Math.min(...trends.map(({ p }) => p)))
}

/** The verdict that the tests of a curve come to. */
export function decide(found: {
  readonly apparent: Apparent
  readonly tests: CompanionTests | undefined
  readonly pTrend: number
  readonly flat: FlatTest
  readonly rule: VerdictRule
}): { readonly verdict: Exclude<Verdict, 'not_identifiable'>; readonly cause?: Cause } {
  const { apparent, tests, pTrend, flat, rule } = found
  if (apparent.p > rule.alpha) {
    if (flat.isNegligible) return { verdict: 'flat' }
    if (pTrend <= rule.alpha) return { verdict: 'smooth' }
    return flat.isFlat ? { verdict: 'flat' } : { verdict: 'undetermined', cause: 'no_trend' }
  }
  if (tests?.sharpness === undefined || tests.early === undefined)
    return { verdict: 'undetermined', cause: 'no_companion' }
  if (tests.sharpness.p <= rule.alpha) return { verdict: 'emergent' }
  const roseBefore = tests.early.p <= rule.alpha && tests.risesEarly && !tests.sharpness.mayJump
  return roseBefore ? { verdict: 'metric_artefact' } : { verdict: 'undetermined', cause: 'not_resolved' }
}

/** Where a curve leaves the floor: the gap of the jump, else the one after the floor's last size. */
export function gapOf(
  x: readonly number[],
  apparent: Apparent,
  jump: number | undefined,
  rule: VerdictRule,
): DecidedVerdict['gap'] {
  if (apparent.p > rule.alpha) return undefined
  const left = jump ?? apparent.floorSizes - 1
  return { left, low: x[left] ?? Number.NaN, high: x[left + 1] ?? Number.NaN }
}
