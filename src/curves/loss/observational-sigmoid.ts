import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { checked, distinctSizes, isFlat } from '../shape/curve-counts.ts'
import { fitLogistic, type LogisticFit } from '../shape/logistic-fit.ts'

/** q = floor + (1 − floor − miss)·σ(w·x + b): a score as a function of a measure of capability. */
export interface ObservationalSigmoid {
  readonly state: 'fitted'
  readonly floor: number
  /** What the best model gets wrong, in [0, 1 − floor). */
  readonly miss: number
  /** w > 0, by unit of x. */
  readonly weight: number
  /** b. */
  readonly offset: number
  readonly logLikelihood: number
  /** What ended at the edge of what is allowed, and so is not to be trusted. */
  readonly atBound: LogisticFit['atBound']
}

/** Models it takes. */
const FEWEST_MODELS = 8

/**
 * Fits the sigmoid of observational scaling laws (Ruan et al. 2024, arXiv:2405.10938, section 3) by binomial maximum
 * likelihood: the logistic of score curves, over ln C or the first component of other benchmarks in place of log size.
 * @param models in any order: x, right answers and effective number of trials
 * @param floor the score of guessing, in [0, 1)
 * @throws RangeError where a number is not finite, or right answers are not in [0, trials]
 */
export function fitObservationalSigmoid(
  models: readonly { readonly x: number; readonly successes: number; readonly trials: number }[],
  floor: number,
): ObservationalSigmoid | NotIdentifiable<'too_few_models' | 'flat'> {
  const ascending = models.toSorted((a, b) => a.x - b.x)
  const counts = checked({
    x: ascending.map(({ x }) => x),
    successes: ascending.map(({ successes }) => successes),
    trials: ascending.map(({ trials }) => trials),
  })
  if (distinctSizes(counts).length < FEWEST_MODELS) return notIdentifiable('too_few_models')
  if (isFlat(counts)) return notIdentifiable('flat')
  const { ceiling, slope, midpoint, logLikelihood, atBound } = fitLogistic(counts, { floor })
  return {
    state: 'fitted',
    floor,
    miss: 1 - ceiling,
    weight: slope,
    offset: -slope * midpoint,
    logLikelihood,
    atBound,
  }
}
