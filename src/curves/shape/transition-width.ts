import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { type CurveCounts, checked, distinctSizes, isFlat } from './curve-counts.ts'
import { likelihoodDrop } from './likelihood-drop.ts'
import { fitLogistic, type LogisticFit, slopeOfWidth, slopeRange } from './logistic-fit.ts'

/** How wide the rise of a logistic curve is. */
export interface TransitionWidth {
  readonly state: 'fitted'
  /** W = 2 ln 9 ÷ b: decades of size from 10 % to 90 % of the rise. */
  readonly decades: number
  /** Profile likelihood, 95 %: 0 where a step is as likely; `high` undefined where no width is too wide. */
  readonly interval: { readonly low: number; readonly high?: number | undefined }
  /** W ÷ the mean distance of neighbouring sizes. */
  readonly gaps: number
  /** What the profile's threshold was multiplied with, 1 or more. */
  readonly inflation: number
  readonly fit: LogisticFit
}

const SIZES_FOR_A_LOGISTIC = 5

/** How exactly ln b is found where the profile crosses its threshold. */
const TOLERANCE = 1e-4

/**
 * Width of the transition by the logistic with a fixed floor. The interval's threshold is inflated where models lie off
 * the curve, as a breakpoint's is.
 * @param floor the score of guessing, in [0, 1)
 * @throws RangeError for counts that are none
 */
export function transitionWidth(
  counts: CurveCounts,
  floor: number,
): TransitionWidth | NotIdentifiable<'too_few_sizes' | 'flat' | 'no_rise' | 'any_width'> {
  checked(counts)
  const sizes = distinctSizes(counts)
  if (sizes.length < SIZES_FOR_A_LOGISTIC) return notIdentifiable('too_few_sizes')
  if (isFlat(counts)) return notIdentifiable('flat')
  const fit = fitLogistic(counts, { floor })
  if (Math.max(...fit.means) - Math.min(...fit.means) < 1e-6) return notIdentifiable('no_rise')
  const { drop, inflation } = likelihoodDrop(counts, fit, 3)
  const within = profileWithin(counts, floor, fit, fit.logLikelihood - drop)
  const { low: flattest, high: steepest } = slopeRange(counts)
  const widest = edgeOf(within, Math.log(fit.slope), Math.log(flattest))
  const narrowest = edgeOf(within, Math.log(fit.slope), Math.log(steepest))
  if (widest === undefined && narrowest === undefined) return notIdentifiable('any_width')
  const decades = slopeOfWidth(fit.slope)
  const meanGap = ((sizes.at(-1) ?? Number.NaN) - (sizes[0] ?? Number.NaN)) / (sizes.length - 1)
  return {
    state: 'fitted',
    decades,
    interval: {
      low: narrowest === undefined ? 0 : slopeOfWidth(Math.exp(narrowest)),
      high: widest === undefined ? undefined : slopeOfWidth(Math.exp(widest)),
    },
    gaps: decades / meanGap,
    inflation,
    fit,
  }
}

/** Whether the likelihood, with b held and the rest at its best, reaches a level. */
function profileWithin(
  counts: CurveCounts,
  floor: number,
  best: LogisticFit,
  level: number,
): (lnSlope: number) => boolean {
  let nearest = best
  return (lnSlope) => {
    const slope = Math.exp(lnSlope)
    const near = fitLogistic(counts, { floor, slope }, [
      { ...nearest, slope },
      { ...best, slope },
    ])
    // A start from afar is slow, and seldom better: only to be sure of a rejection.
    const fit = near.logLikelihood >= level ? near : better(near, fitLogistic(counts, { floor, slope }))
    nearest = fit
    return fit.logLikelihood >= level
  }
}

function better(a: LogisticFit, b: LogisticFit): LogisticFit {
  return a.logLikelihood >= b.logLikelihood ? a : b
}

/** Where, on the way from the best to a limit, the profile leaves the interval; undefined where the limit is within. */
function edgeOf(within: (at: number) => boolean, from: number, limit: number): number | undefined {
  const all = limit - from
  let [inside, outside] = [0, 0]
  for (let step = 0.1; inside === outside || within(from + outside * all); step *= 1.5) {
    if (outside === 1) return undefined
    inside = outside
    outside = Math.min(1, outside + step / Math.abs(all))
  }
  while ((outside - inside) * Math.abs(all) > TOLERANCE) {
    const middle = (inside + outside) / 2
    if (within(from + middle * all)) inside = middle
    else outside = middle
  }
  return from + inside * all
}
