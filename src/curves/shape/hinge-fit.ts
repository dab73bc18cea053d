import { type CurveCounts, distinctSizes } from './curve-counts.ts'
import type { FittedCurve } from './fitted-curve.ts'
import { type Columns, fitLogit, type LogitFit } from './logit-fit.ts'
import { searchPeak } from './search-peak.ts'
import { isSeparated } from './separation.ts'

/** logit(μ) = a + b·x + d·max(0, x − ψ). */
export interface HingeFit extends FittedCurve {
  readonly model: 'hinge'
  /** ψ, in the units of x. */
  readonly breakpoint: number
  /** Undefined where the likelihood rises for ever with a slope. */
  readonly lines?:
    | {
        /** a, at x = 0. */
        readonly intercept: number
        /** b, logits per decade left of the breakpoint. */
        readonly slopeLeft: number
        /** d: the slope right of it less b. */
        readonly slopeChange: number
      }
    | undefined
}

/** The maximum-likelihood hinge whose breakpoint is known. Three different sizes or more. */
export function fitHingeAt(counts: CurveCounts, breakpoint: number): HingeFit {
  const { means, logLikelihood, coefficients } = fitAt(counts, breakpoint)
  if (isSeparated(columnsAt(counts, breakpoint), counts))
    return { model: 'hinge', breakpoint, means, logLikelihood }
  const [level = Number.NaN, slopeLeft = Number.NaN, slopeChange = Number.NaN] = coefficients
  const lines = { intercept: level - slopeLeft * breakpoint, slopeLeft, slopeChange }
  return { model: 'hinge', breakpoint, means, logLikelihood, lines }
}

/** The maximum-likelihood hinge with its breakpoint anywhere from the second size to the last but one. */
export function fitHinge(counts: CurveCounts): HingeFit {
  return fitHingeAt(counts, bestBreakpoint(counts, { perGap: 20, tolerance: 1e-7, exactness: 1e-9 }))
}

/**
 * ln-likelihood as a function of the breakpoint. Calls near each other are quick: each starts from the last.
 * @param tolerance how exact it must be
 */
export function profileOf(counts: CurveCounts, tolerance: number): (breakpoint: number) => number {
  let last: LogitFit | undefined
  return (breakpoint) => {
    last = fitAt(counts, breakpoint, { start: last?.start, tolerance })
    return last.logLikelihood
  }
}

/** How closely a breakpoint is looked for. */
export interface BreakpointSearch {
  /** Places that are tried first, between two neighbouring sizes. */
  readonly perGap: number
  /** Of the breakpoint, in decades. */
  readonly tolerance: number
  /** Of the ln-likelihood. */
  readonly exactness: number
}

/** Where the profile is highest: it may have several peaks, so it is first sampled. Of equals, the smallest. */
export function bestBreakpoint(
  counts: CurveCounts,
  { perGap, tolerance, exactness }: BreakpointSearch,
): number {
  const inner = distinctSizes(counts).slice(1, -1)
  const grid = inner.flatMap((size, at) => {
    const next = inner[at + 1]
    if (next === undefined) return [size]
    return Array.from({ length: perGap }, (_, part) => size + ((next - size) * part) / perGap)
  })
  return searchPeak(profileOf(counts, exactness), grid, tolerance)
}

function fitAt(
  counts: CurveCounts,
  breakpoint: number,
  options?: { readonly start?: readonly number[] | undefined; readonly tolerance?: number },
): LogitFit {
  return fitLogit(columnsAt(counts, breakpoint), counts, options)
}

function columnsAt({ x }: CurveCounts, breakpoint: number): Columns {
  return [x.map(() => 1), x.map((size) => size - breakpoint), x.map((size) => Math.max(0, size - breakpoint))]
}
