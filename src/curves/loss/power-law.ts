import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { checkedLosses } from './checked-losses.ts'
import { type HuberFit, huberFit } from './huber-fit.ts'
import { centresOf, type LawData, type LawSearch, lawOf, noAsymptote, searchOf } from './law-terms.ts'
import { linearLaw } from './linear-law.ts'

/** L(N) = E + A·N^−α. */
export interface PowerLaw {
  readonly state: 'fitted'
  /** E ≥ 0, in the units of the losses. */
  readonly asymptote: number
  /** A > 0: what N = 1 would lose above E. */
  readonly amplitude: number
  /** α, in [0, 3]. */
  readonly exponent: number
  /** Σ Huber_δ of the errors in ln L. */
  readonly objective: number
}

/** Losses of a family of models. */
export interface SizedLosses {
  /** Parameters of each model, above 0. */
  readonly parameters: readonly number[]
  /** Mean loss of each, above 0: nats or bits a byte. */
  readonly losses: readonly number[]
}

/** Of errors in ln L (Hoffmann et al. 2022, appendix D.2). */
export const HUBER_DELTA = 1e-3

/** Different sizes that it takes. */
const FEWEST_SIZES = 4

/** Hoffmann et al. 2022, appendix D.2, for the terms of one size. */
const START_LN_AMPLITUDES = [0, 5, 10, 15, 20, 25]
const START_EXPONENTS = [0.05, 0.25, 0.5, 1, 1.5]
const START_LN_ASYMPTOTES = [-1, -0.5, 0, 0.5, 1]

/** Where the fit to a resample begins besides. */
const OTHER_EXPONENTS = [0.1, 0.3, 0.8]

/**
 * Fits L(N) = E + A·N^−α by least Σ Huber_δ(LSE(ln A − α ln N, ln E) − ln L) from every start of the grid (Hoffmann et
 * al. 2022, appendix D.2).
 * @param options.withoutAsymptote holds E at 0 (Kaplan et al. 2020, equation 1.1)
 * @param options.near laws that the fit to a resample is near to: it begins there and at a few exponents, and needs
 *   fewer digits
 * @throws RangeError where a loss or a size is not above 0
 */
export function fitPowerLaw(
  { parameters, losses }: SizedLosses,
  options: {
    readonly delta?: number
    readonly withoutAsymptote?: boolean
    readonly near?: readonly PowerLaw[]
  } = {},
): PowerLaw | NotIdentifiable<'too_few_sizes' | 'flat'> {
  const { delta = HUBER_DELTA, withoutAsymptote = false, near } = options
  const data = { terms: [checkedLosses(parameters, losses)], lnLoss: losses.map(Math.log) }
  if (new Set(parameters).size < FEWEST_SIZES) return notIdentifiable('too_few_sizes')
  if (Math.max(...data.lnLoss) - Math.min(...data.lnLoss) < 1e-12) return notIdentifiable('flat')
  const starts =
    near === undefined ? gridOf(data, withoutAsymptote) : startsNear(near, data, withoutAsymptote)
  return powerLawOf(huberFit(data, starts, { delta, withoutAsymptote, quick: near !== undefined }), data)
}

function powerLawOf({ search, objective }: HuberFit, data: LawData): PowerLaw {
  const { asymptote, terms } = lawOf(search, data)
  const { amplitude = Number.NaN, exponent = Number.NaN } = terms[0] ?? {}
  return { state: 'fitted', asymptote, amplitude, exponent, objective }
}

function startsNear(near: readonly PowerLaw[], data: LawData, withoutAsymptote: boolean): LawSearch[] {
  const laws = near.map(({ asymptote, amplitude, exponent }) => ({
    asymptote,
    terms: [{ amplitude, exponent }],
  }))
  const others = withoutAsymptote ? [] : OTHER_EXPONENTS.map((exponent) => linearLaw(data, [exponent]))
  return [...laws, ...others].map((law) => searchOf(law, data))
}

function gridOf(data: LawData, withoutAsymptote: boolean): LawSearch[] {
  const [centre = Number.NaN] = centresOf(data)
  const lnAsymptotes = withoutAsymptote ? [noAsymptote(data)] : START_LN_ASYMPTOTES
  return START_LN_AMPLITUDES.flatMap((lnAmplitude) =>
    START_EXPONENTS.flatMap((exponent) =>
      lnAsymptotes.map((lnAsymptote) => [lnAmplitude - exponent * centre, exponent, lnAsymptote]),
    ),
  )
}
