import type { RandomStream } from '../../domain/random.ts'
import { meanOf } from '../clustered-mean.ts'
import type { Interval } from '../interval.ts'
import type { ItemMatrix } from '../item-matrix.ts'
import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import {
  bootstrapLaws,
  isWide,
  percentileInterval,
  type ResampledLosses,
  resampledErrors,
  resampledItems,
} from './bootstrap-laws.ts'
import { MOST_EXPONENT } from './huber-fit.ts'
import { fitPowerLaw, type PowerLaw, type SizedLosses } from './power-law.ts'

/** A law with intervals over items, conditional on these models. */
export interface IntervalledLaw {
  readonly law: PowerLaw
  /** Percentiles, 95 %; none for an E that is held at 0. */
  readonly intervals: { readonly asymptote?: Interval; readonly exponent: Interval }
  /** The exponent is at a bound, or its interval is wider than a factor of 3. */
  readonly weaklyIdentified: boolean
}

/** The power law of a loss curve. Its intervals are over items: they know nothing of other models. */
export interface LossCurve extends IntervalledLaw {
  readonly state: 'fitted'
  /**
   * Whether E can be told: always with six sizes; with four or five only where its interval excludes 0. Where not, `law`
   * is a straight line in log-log with E held at 0.
   */
  readonly asymptote: 'fitted' | 'held_at_zero'
  /** The other form, where both were fitted: four or five sizes. */
  readonly alternative?: IntervalledLaw | undefined
}

/** Sizes from which on E is always fitted. */
const SIZES_FOR_AN_ASYMPTOTE = 6

/** How a loss curve is fitted. */
export interface LossCurveOptions {
  readonly random: RandomStream
  /** 500 where not told. */
  readonly resamples?: number
  readonly delta?: number
}

/** Why there is no loss curve. */
type NoLossCurve = NotIdentifiable<'no_items' | 'no_errors' | 'too_few_sizes' | 'flat' | 'resamples_failed'>

/**
 * Fits the power law to the mean losses of items, with item-bootstrap intervals.
 * @param matrix losses, nats or bits a byte: a log-likelihood with its sign turned
 * @throws RangeError where a mean loss is not above 0, or a value is not finite
 */
export function fitLossCurve({ x, values }: ItemMatrix, options: LossCurveOptions): LossCurve | NoLossCurve {
  if (values.length === 0) return notIdentifiable('no_items')
  const parameters = x.map((size) => 10 ** size)
  const losses = x.map((_, model) => meanOf(values.map((row) => row[model] ?? Number.NaN)))
  return curveOf({ parameters, losses }, resampledItems(values, options), options)
}

/**
 * Fits the power law to losses of which no items are known, with intervals from their standard errors.
 * @param models in any order
 * @throws RangeError where a loss or a size is not above 0
 */
export function fitMeanLosses(
  models: SizedLosses & { readonly errors: readonly (number | undefined)[] },
  options: LossCurveOptions,
): LossCurve | NoLossCurve {
  const errors = models.errors.filter((error) => error !== undefined)
  if (errors.length < models.losses.length) return notIdentifiable('no_errors')
  return curveOf(models, resampledErrors(models.losses, errors, options), options)
}

function curveOf(
  models: SizedLosses,
  resampled: ResampledLosses,
  options: LossCurveOptions,
): LossCurve | NoLossCurve {
  const { parameters } = models
  const law = fitPowerLaw(models, options)
  if (law.state === 'not_identifiable') return law
  const straight = fitPowerLaw(models, { ...options, withoutAsymptote: true })
  if (straight.state === 'not_identifiable') return straight
  const both = new Set(parameters).size < SIZES_FOR_AN_ASYMPTOTE
  const pairs = bootstrapLaws(resampled, (losses) =>
    refit({ parameters, losses }, law, straight, { ...options, both }),
  )
  if (pairs === undefined) return notIdentifiable('resamples_failed')
  const full = withIntervals(
    law,
    pairs.map((pair) => pair.law),
  )
  const asymptote = percentileInterval(pairs, (pair) => pair.law.asymptote)
  const free = { ...full, intervals: { ...full.intervals, asymptote } }
  if (!both) return { state: 'fitted', asymptote: 'fitted', ...free }
  const held = withIntervals(
    straight,
    pairs.map((pair) => pair.straight),
  )
  return asymptote.low > 0
    ? { state: 'fitted', asymptote: 'fitted', ...free, alternative: held }
    : { state: 'fitted', asymptote: 'held_at_zero', ...held, alternative: free }
}

function refit(
  data: { readonly parameters: readonly number[]; readonly losses: readonly number[] },
  law: PowerLaw,
  straight: PowerLaw,
  { both, delta }: { readonly both: boolean; readonly delta?: number },
): { readonly law: PowerLaw; readonly straight: PowerLaw } | undefined {
  const options = delta === undefined ? {} : { delta }
  const again = fitPowerLaw(data, { ...options, near: [law, straight] })
  const line = both ? fitPowerLaw(data, { ...options, near: [straight], withoutAsymptote: true }) : straight
  if (again.state === 'not_identifiable' || line.state === 'not_identifiable') return undefined
  return { law: again, straight: line }
}

function withIntervals(law: PowerLaw, laws: readonly PowerLaw[]): IntervalledLaw {
  const exponent = percentileInterval(laws, (one) => one.exponent)
  const atBound = law.exponent <= 0 || law.exponent >= MOST_EXPONENT
  return {
    law,
    intervals: { exponent },
    weaklyIdentified: atBound || isWide(exponent),
  }
}
