/**
 * A loss law of the form L = E + Σ A_t · X_t^−α_t (Kaplan et al. 2020, arXiv:2001.08361; Hoffmann et al. 2022,
 * arXiv:2203.15556, equation 2), with its observations.
 */
export interface LawData {
  /** ln of what each term falls with: one list a term (size, tokens), each as long as the losses. */
  readonly terms: readonly (readonly number[])[]
  /** ln of the observed losses. */
  readonly lnLoss: readonly number[]
}

/** The law's numbers as they are searched: per term ln A at the middle of the data, then α; last of all ln E. */
export type LawSearch = readonly number[]

/** A law with numbers. */
export interface LossLaw {
  /** E ≥ 0, in the units of the losses: what no size gets below. */
  readonly asymptote: number
  /** One a term. */
  readonly terms: readonly {
    /** A ≥ 0, in the units of the losses times those of X^α. */
    readonly amplitude: number
    /** α, in [0, 3]. */
    readonly exponent: number
  }[]
}

/** ln E is kept at most this far below the least ln L, where E is nothing. */
const LOWEST = 30

/** E below a millionth of every loss counts as none. */
const NOTHING = Math.log(1e6)

/** ln E of a law that has no asymptote. */
export function noAsymptote({ lnLoss }: LawData): number {
  return Math.min(...lnLoss) - LOWEST
}

/** Means of the terms' ln X: amplitudes are searched there, for at X = 1 they go up and down with the exponents. */
export function centresOf({ terms }: LawData): readonly number[] {
  return terms.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length)
}

/** The law that a search found. */
export function lawOf(search: LawSearch, data: LawData): LossLaw {
  const lnAsymptote = search.at(-1) ?? Number.NaN
  return {
    asymptote: lnAsymptote < Math.min(...data.lnLoss) - NOTHING ? 0 : Math.exp(lnAsymptote),
    terms: centresOf(data).map((centre, term) => {
      const [level = Number.NaN, exponent = Number.NaN] = search.slice(2 * term)
      return { amplitude: Math.exp(level + exponent * centre), exponent }
    }),
  }
}

/** The search that stands for a law. */
export function searchOf({ asymptote, terms }: LossLaw, data: LawData): LawSearch {
  const centres = centresOf(data)
  return [
    ...terms.flatMap(({ amplitude, exponent }, term) => [
      Math.log(amplitude) - exponent * (centres[term] ?? Number.NaN),
      exponent,
    ]),
    asymptote === 0 ? noAsymptote(data) : Math.log(asymptote),
  ]
}
