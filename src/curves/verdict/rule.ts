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
  /** From this many sizes on, what models scatter about the curve counts as error of the sharpness tests. */
  readonly scatterSizes: number
  /** What a curve must have for a verdict: sizes, decades of size, items that all sizes have. */
  readonly minimumSizes: number
  readonly minimumDecades: number
  readonly minimumItems: number
  /** Confidence of the interval of the rise that lies within ±δ · (maximum − chance) where a curve is flat. */
  readonly flatConfidence: number
  /**
   * A rise whose interval lies within ± this part of (maximum − chance) is flat, however sure it is that there is one;
   * absent where the rule does not look.
   */
  readonly negligibleRise?: number | undefined
  /** How the second rule tells a jump from a smooth rise; absent in the first. */
  readonly jump?: JumpConstants | undefined
}

/** What the second rule adds to the tests of sharpness. */
export interface JumpConstants {
  /**
   * A jump holds more of the rise in its gap than a logistic would that is centred there and takes this many mean gaps
   * from 10 % to 90 %.
   */
  readonly smoothWidth: number
  /** Of the gaps, so many at most can hold the required share of one rise: the factor of the smallest p. */
  readonly gapsAtOnce: number
  /** Where a gap's p is at most this, a jump is too likely for the curve to be called an artefact. */
  readonly doubt: number
}

/** The first rule. Its operating characteristics, and the second's, are simulated: docs/statistics.md. */
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

/**
 * The second rule, by which verdicts are found where none is named: the scatter of models counts from five sizes on,
 * likelihoods are judged as probabilities, and a rise of less than a point is flat.
 */
export const RULE_2: VerdictRule = {
  ...RULE_1,
  name: 'rule-2',
  scatterSizes: 5,
  negligibleRise: 0.01,
  jump: { smoothWidth: 2, gapsAtOnce: 2, doubt: 0.3 },
}
