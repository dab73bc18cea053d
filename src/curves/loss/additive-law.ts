import { type NotIdentifiable, notIdentifiable } from '../not-identifiable.ts'
import { checkedLosses } from './checked-losses.ts'
import { conditionNumber, MOST_COLLINEAR } from './condition-number.ts'
import { huberFit, MOST_EXPONENT } from './huber-fit.ts'
import { type LawData, type LawSearch, type LossLaw, lawOf, searchOf } from './law-terms.ts'
import { linearLaw } from './linear-law.ts'
import { HUBER_DELTA } from './power-law.ts'

/** One of the two terms that fall. */
interface AdditiveTerm {
  /** A or B, above 0. */
  readonly amplitude: number
  /** α or β, in (0, 3). */
  readonly exponent: number
}

/** L = E + A·N^−α + B·D^−β, N parameters, D training tokens. */
export interface AdditiveLaw {
  readonly state: 'fitted'
  /** E ≥ 0, in the units of the losses. */
  readonly asymptote: number
  readonly size: AdditiveTerm
  readonly data: AdditiveTerm
  /** Σ Huber_δ of the errors in ln L. */
  readonly objective: number
  /** Of the centred logs of N and D: 1 where they go their own ways. */
  readonly conditionNumber: number
}

/** Why there is no law. */
export type NoAdditiveLaw = NotIdentifiable<
  | 'too_few_models'
  | 'too_few_sizes'
  | 'too_few_token_counts'
  | 'collinear'
  | 'flat'
  | 'no_size_term'
  | 'no_data_term'
>

/** Trained models and their losses, list by list. */
export interface SizedAndTrainedLosses {
  readonly parameters: readonly number[]
  /** Training tokens. */
  readonly tokens: readonly number[]
  /** Nats or bits a byte. */
  readonly losses: readonly number[]
}

/** Three more than the numbers that are fitted. */
const FEWEST_MODELS = 8

/** A term and the asymptote need three sizes of their own. */
const FEWEST_VALUES = 3

const START_EXPONENTS = [0.05, 0.15, 0.3, 0.5, 0.8, 1.2]
const START_GRID = START_EXPONENTS.flatMap((size) => START_EXPONENTS.map((data) => [size, data] as const))

/** A term that makes less than this difference to ln L over all the models is none. */
const LEAST_DIFFERENCE = 1e-4

/** Where the fit to a resample begins besides. */
const OTHER_EXPONENTS = [
  [0.15, 0.5],
  [0.5, 0.15],
] as const

/**
 * Fits the law by least Σ Huber_δ(LSE(ln A − α ln N, ln B − β ln D, ln E) − ln L) (Hoffmann et al. 2022, equation 3),
 * from a grid of exponents. Amplitudes are not part of the grid: for given exponents the law is linear in E, A and B, and
 * least squares gives where to begin.
 * @param options.near the law that the fit to a resample is near to: it begins there and at a few exponents, and needs
 *   fewer digits
 * @throws RangeError where a number is not above 0, or lists differ in length
 */
export function fitAdditiveLaw(
  { parameters, tokens, losses }: SizedAndTrainedLosses,
  { delta = HUBER_DELTA, near }: { readonly delta?: number; readonly near?: AdditiveLaw } = {},
): AdditiveLaw | NoAdditiveLaw {
  const terms = [checkedLosses(parameters, losses), checkedLosses(tokens, losses)]
  const data: LawData = { terms, lnLoss: losses.map(Math.log) }
  if (losses.length < FEWEST_MODELS) return notIdentifiable('too_few_models')
  if (new Set(parameters).size < FEWEST_VALUES) return notIdentifiable('too_few_sizes')
  if (new Set(tokens).size < FEWEST_VALUES) return notIdentifiable('too_few_token_counts')
  const condition = conditionNumber(terms)
  if (condition > MOST_COLLINEAR) return notIdentifiable('collinear')
  if (Math.max(...data.lnLoss) - Math.min(...data.lnLoss) < 1e-12) return notIdentifiable('flat')
  const starts = near === undefined ? startsAt(data, START_GRID) : startsNear(near, data)
  const { search, objective } = huberFit(data, starts, { delta, quick: near !== undefined })
  const law = lawOf(search, data)
  const [size, trained] = law.terms
  if (size === undefined || !falls(law, data, 0)) return notIdentifiable('no_size_term')
  if (trained === undefined || !falls(law, data, 1)) return notIdentifiable('no_data_term')
  const { asymptote } = law
  return { state: 'fitted', asymptote, size, data: trained, objective, conditionNumber: condition }
}

/** Whether a term makes a difference, with an exponent inside its bounds: else its two numbers could be any. */
function falls({ terms }: LossLaw, { terms: logs, lnLoss }: LawData, which: number): boolean {
  const { amplitude = Number.NaN, exponent = Number.NaN } = terms[which] ?? {}
  const parts = (logs[which] ?? []).map((value) => amplitude * Math.exp(-exponent * value))
  const difference = (Math.max(...parts) - Math.min(...parts)) / Math.exp(Math.max(...lnLoss))
  return exponent > 0 && exponent < MOST_EXPONENT && difference > LEAST_DIFFERENCE
}

function startsAt(data: LawData, pairs: readonly (readonly [number, number])[]): LawSearch[] {
  return pairs.map((exponents) => searchOf(linearLaw(data, exponents), data))
}

function startsNear({ asymptote, size, data: trained }: AdditiveLaw, data: LawData): LawSearch[] {
  return [searchOf({ asymptote, terms: [size, trained] }, data), ...startsAt(data, OTHER_EXPONENTS)]
}
