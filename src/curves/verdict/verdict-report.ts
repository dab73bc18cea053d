import type { Interval } from '../interval.ts'
import type { Apparent } from './apparent.ts'
import type { ContrastTest } from './contrast.ts'
import type { FloorBand } from './floor-sizes.ts'
import type { Needed } from './needed.ts'
import type { VerdictRule } from './rule.ts'
import type { RiseShare } from './share-interval.ts'
import type { Sharpness } from './sharpness.ts'
import type { Trend } from './trend.ts'

/**
 * What a curve shows. `emergent`: a jump on both metrics. `metric_artefact`: apparent on the discontinuous metric only,
 * while the continuous one was rising before. `smooth`: growth without a floor. `flat`: no growth worth the name.
 */
export type Verdict = 'emergent' | 'metric_artefact' | 'smooth' | 'flat' | 'undetermined' | 'not_identifiable'

/** A condition that a curve fails, without which it carries no verdict. */
export type Unmet =
  | { readonly condition: 'sizes' | 'decades' | 'items'; readonly found: number; readonly needed: number }
  /** Models of several families, and nobody said that they make one line. */
  | { readonly condition: 'one_family'; readonly families: readonly string[] }
  /** Two models of one size: there is no slope between them. log10 of their parameters. */
  | { readonly condition: 'distinct_sizes'; readonly repeated: readonly number[] }
  /** The metric has no score of guessing, hence no floor. */
  | { readonly condition: 'chance' }
  /** Some score is no finite number. */
  | { readonly condition: 'finite_scores' }
  /** Of scores without items: nothing tells how far these columns may be off. */
  | { readonly condition: 'errors'; readonly columns: readonly number[] }

/** Why a curve is `undetermined`. */
export type Cause =
  /** Emergence is apparent, and there is no continuous metric to tell a jump from an artefact. */
  | 'no_companion'
  /** Emergence is apparent, and the continuous metric tells neither a jump nor an early rise. */
  | 'not_resolved'
  /** Neither a trend nor its absence. */
  | 'no_trend'

/** What is known of every curve. */
interface VerdictFacts {
  readonly rule: VerdictRule
  /** log10 of the number of parameters of each size, ascending. */
  readonly x: readonly number[]
  /** Items that every size and both metrics have, and how many were left out. */
  readonly items: number
  readonly dropped: number
  /** None where nobody told them. */
  readonly families: readonly string[]
  readonly needed: readonly Needed[]
}

/** What the companion says; p-values are one-sided. */
export interface CompanionTests {
  /** Undefined below two sizes at the floor: there is no gap to look at. */
  readonly sharpness: Sharpness | undefined
  /** What sharpness and share are about: the companion's own unit, or its likelihoods as probabilities per byte. */
  readonly scale: 'as_measured' | 'probability_per_byte'
  /** H0: it does not rise up to the floor's last size; undefined below two sizes at the floor. */
  readonly early: ContrastTest | undefined
  /** Its slope from the floor's last size to the largest, per decade. */
  readonly late: ContrastTest | undefined
  /** The early slope is at least the rule's part of the late one. */
  readonly risesEarly: boolean
  readonly trend: Trend
}

/** The rise that the least-squares line gives the primary metric over the whole range, and how flat is flat. */
export interface FlatTest {
  /** In score units, with the interval of the rule's confidence. */
  readonly rise: number
  readonly interval: Interval
  /** δ · (maximum − chance): the interval must lie within ± this. */
  readonly limit: number
  readonly isFlat: boolean
  /** Less than the rule's negligible rise, however sure it is that there is one. */
  readonly isNegligible: boolean
}

/** A curve that carries a verdict. */
export interface DecidedVerdict extends VerdictFacts {
  readonly verdict: Exclude<Verdict, 'not_identifiable'>
  /** Only for `undetermined`. */
  readonly cause?: Cause | undefined
  readonly floor: FloorBand
  readonly apparent: Apparent
  /** Undefined where there is no continuous metric of the same responses. */
  readonly companion: CompanionTests | undefined
  readonly trend: Trend
  readonly flat: FlatTest
  readonly pApparent: number
  /** Undefined without a companion, or below two sizes at the floor. */
  readonly pSharp: number | undefined
  readonly pLeft: number | undefined
  /** Over both metrics. */
  readonly pTrend: number
  /** max(pApparent, pSharp): the p of `emergent`, whatever the verdict; 1 without a floor, undefined without a companion. */
  readonly pEmergent: number | undefined
  /**
   * Where the primary metric leaves the floor, for apparent emergence: the gap of the jump, else the one after the
   * floor's last size. Columns, and log10 of the number of parameters.
   */
  readonly gap?: { readonly left: number; readonly low: number; readonly high: number } | undefined
  /** Which part of the companion's whole rise the best candidate's gap holds. */
  readonly share?: RiseShare | undefined
}

/** A curve that carries none. */
interface NoVerdict extends VerdictFacts {
  readonly verdict: 'not_identifiable'
  /** All that it lacks. */
  readonly unmet: readonly [Unmet, ...Unmet[]]
}

export type VerdictReport = DecidedVerdict | NoVerdict
