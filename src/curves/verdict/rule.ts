/** The constants of a rule that reads emergence from a curve; they are printed with every verdict. */
export interface VerdictRule {
  readonly name: string
  /** Level of every test. */
  readonly alpha: number
  /** δ: a score up to chance + δ · (maximum − chance) is at the floor. */
  readonly floorBand: number
  /** ρ: a jump's slope is above this many times the slope before it. */
  readonly acceleration: number
  /** κ: the least share of the whole rise that one size gap holds if it is a jump. */
  readonly share: number
  /** A gap wider than its part of the range needs more: at least this many times its part. */
  readonly shareOfWidth: number
  /** A gap that would need this share or more cannot be told from a smooth rise: it is no candidate. */
  readonly highestShare: number
  /** The companion rises early where its slope up to the floor's end is at least this part of its slope after. */
  readonly earlySlope: number
  /** From this many sizes on, what models scatter about straight lines counts as error of the sharpness tests. */
  readonly scatterSizes: number
  /** What a curve must have for a verdict: sizes, decades of size, items that all sizes have. */
  readonly minimumSizes: number
  readonly minimumDecades: number
  readonly minimumItems: number
  /** Confidence of the interval of the rise that lies within ±δ · (maximum − chance) where a curve is flat. */
  readonly flatConfidence: number
}

/** The first rule. Its operating characteristics are simulated: docs/statistics.md. */
export const RULE_1: VerdictRule = {
  name: 'rule-1',
  alpha: 0.05,
  floorBand: 0.15,
  acceleration: 2,
  share: 0.5,
  shareOfWidth: 1.5,
  highestShare: 0.9,
  earlySlope: 0.25,
  scatterSizes: 6,
  minimumSizes: 5,
  minimumDecades: 1,
  minimumItems: 30,
  flatConfidence: 0.9,
}
