import { sampleCorrelation } from 'simple-statistics'
import { CONFIDENCE } from '../interval.ts'
import { sampleMoments } from '../sample-moments.ts'
import { tUpperTail } from '../student-t.ts'
import { tInterval } from '../t-interval.ts'

/** How much b is above a on the same items. */
export interface PairedDifference {
  readonly state: 'estimated'
  /** The number of items. */
  readonly n: number
  /** Mean of b − a, in score units. */
  readonly difference: number
  /** Standard deviation of the items' differences (divisor n − 1), and sd ÷ √n. */
  readonly sd: number
  readonly se: number
  /** difference ± t(n − 1) · se, not clipped. */
  readonly low: number
  readonly high: number
  /** difference ÷ se and its two-sided p from t(n − 1); undefined where all differences are equal. */
  readonly t: number | undefined
  readonly pT: number | undefined
  /** Of the items' scores under a and under b; undefined where one side does not vary. */
  readonly correlation: number | undefined
  /** The difference that so many items would show at the 5 % level with a chance of 80 %: (1.96 + 0.84) · se. */
  readonly minimumDetectable: number
}

/** Nothing can be said of these pairs. */
export interface NotComparable {
  readonly state: 'not_identifiable'
  /** `too_few_items`: below 2. `not_finite`: some score is no number. */
  readonly reason: 'too_few_items' | 'not_finite'
}

/** Normal quantiles of a two-sided test at 5 % and of 80 % power, as they are usually rounded. */
const DETECTABLE = 1.96 + 0.84

/**
 * The mean difference of paired items with its interval. Paired: what makes an item hard is hard for both, and drops out
 * (Miller 2024, arXiv:2411.00640, section 4).
 * @param a one score an item
 * @param b the same items' scores on the other side, in the same order
 * @throws RangeError where the sides differ in length
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  confidence: number = CONFIDENCE,
): PairedDifference | NotComparable {
  const differences = differencesOf(a, b)
  const n = differences.length
  if (n < 2) return { state: 'not_identifiable', reason: 'too_few_items' }
  if (!differences.every(Number.isFinite)) return { state: 'not_identifiable', reason: 'not_finite' }
  const scale = [...a, ...b].reduce((most, score) => Math.max(most, Math.abs(score)), 0)
  const { mean: difference, sd } = sampleMoments(differences, scale)
  const se = sd / Math.sqrt(n)
  const t = se === 0 ? undefined : difference / se
  return {
    state: 'estimated',
    n,
    difference,
    sd,
    se,
    ...tInterval(difference, se, n, confidence),
    t,
    pT: t === undefined ? undefined : 2 * tUpperTail(Math.abs(t), n - 1),
    correlation: correlationOf(a, b),
    minimumDetectable: DETECTABLE * se,
  }
}

/** b − a, item by item. @throws RangeError where the sides differ in length */
export function differencesOf(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length !== b.length) throw new RangeError(`${a.length} items are paired with ${b.length}`)
  return b.map((score, item) => score - (a[item] ?? Number.NaN))
}

function correlationOf(a: readonly number[], b: readonly number[]): number | undefined {
  const varies = (values: readonly number[]) => values.some((value) => value !== values[0])
  return varies(a) && varies(b) ? sampleCorrelation([...a], [...b]) : undefined
}
