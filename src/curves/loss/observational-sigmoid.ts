import type { Interval } from '../interval.ts'
import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { checked, distinctSizes, isFlat } from '../shape/curve-counts.ts'
import { fitLogistic, type LogisticFit } from '../shape/logistic-fit.ts'
import { percentileInterval } from './bootstrap-laws.ts'

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

/** A model's right answers, and how capable it is by another measure. */
export interface MeasuredModel {
  readonly x: number
  /** In [0, trials]. */
  readonly successes: number
  /** Effective number of trials. */
  readonly trials: number
}

/** Models it takes. */
const FEWEST_MODELS = 8

/** Above this share of resamples without a rise there are no intervals. */
const MOST_FAILED = 0.05

/**
 * Fits the sigmoid of observational scaling laws (Ruan et al. 2024, arXiv:2405.10938, section 3) by binomial maximum
 * likelihood: the logistic of score curves, over ln C or the first component of other benchmarks in place of log size.
 * @param models in any order: x, right answers and effective number of trials
 * @param floor the score of guessing, in [0, 1)
 * @throws RangeError where a number is not finite, or right answers are not in [0, trials]
 */
export function fitObservationalSigmoid(
  models: readonly MeasuredModel[],
  floor: number,
): ObservationalSigmoid | NotIdentifiable<'too_few_models' | 'flat'> {
  const counts = countsOf(models)
  if (distinctSizes(counts).length < FEWEST_MODELS) return notIdentifiable('too_few_models')
  if (isFlat(counts)) return notIdentifiable('flat')
  return sigmoidOf(fitLogistic(counts, { floor }))
}

/** A sigmoid with percentile intervals, conditional on these models. */
export interface IntervalledSigmoid extends ObservationalSigmoid {
  readonly intervals: {
    readonly weight: Interval
    /** Where half of the rise is done, in units of x. */
    readonly midpoint: Interval
    readonly miss: Interval
  }
}

/**
 * The sigmoid with intervals from resamples of the answers.
 * @param draw right answers of a resample, in the order of the models
 * @throws RangeError as `fitObservationalSigmoid`
 */
export function sigmoidWithIntervals(
  models: readonly MeasuredModel[],
  floor: number,
  resampled: { draw(): readonly number[]; readonly resamples: number },
): IntervalledSigmoid | NotIdentifiable<'too_few_models' | 'flat' | 'resamples_failed'> {
  const found = fitObservationalSigmoid(models, floor)
  if (found.state === 'not_identifiable') return found
  const near = fitLogistic(countsOf(models), { floor })
  const sigmoids: ObservationalSigmoid[] = []
  for (let resample = 0; resample < resampled.resamples; resample++) {
    const drawn = resampled.draw()
    const counts = countsOf(models.map((model, at) => ({ ...model, successes: drawn[at] ?? Number.NaN })))
    if (!isFlat(counts)) sigmoids.push(sigmoidOf(fitLogistic(counts, { floor }, [near])))
  }
  if (sigmoids.length < (1 - MOST_FAILED) * resampled.resamples) return notIdentifiable('resamples_failed')
  const intervals = {
    weight: percentileInterval(sigmoids, ({ weight }) => weight),
    midpoint: percentileInterval(sigmoids, ({ weight, offset }) => -offset / weight),
    miss: percentileInterval(sigmoids, ({ miss }) => miss),
  }
  return { ...found, intervals }
}

function countsOf(models: readonly MeasuredModel[]) {
  const ascending = models.toSorted((a, b) => a.x - b.x)
  return checked({
    x: ascending.map(({ x }) => x),
    successes: ascending.map(({ successes }) => successes),
    trials: ascending.map(({ trials }) => trials),
  })
}

function sigmoidOf({
  floor,
  ceiling,
  slope,
  midpoint,
  logLikelihood,
  atBound,
}: LogisticFit): ObservationalSigmoid {
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
