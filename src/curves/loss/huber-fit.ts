import { type Bounds, fitResiduals, type Residuals, within } from '../fit-residuals.ts'
import { lawResiduals } from './law-residuals.ts'
import { type LawData, type LawSearch, noAsymptote } from './law-terms.ts'

/** The numbers of a law that fit best from one start or several. */
export interface HuberFit {
  readonly search: LawSearch
  /** Σ Huber_δ(ln L̂ − ln L). */
  readonly objective: number
}

/** How a law is fitted. */
export interface HuberOptions {
  /** Above it an error in ln L counts linearly (Hoffmann et al. 2022, appendix D.2). */
  readonly delta: number
  /** Whether E is held at 0. */
  readonly withoutAsymptote?: boolean | undefined
  /** For fits to resamples, which need fewer digits. */
  readonly quick?: boolean | undefined
}

/** Exponents stay in [0, 3]. */
export const MOST_EXPONENT = 3

/** How many of the starts, the best by what a few rounds make of them, are followed, how far, and how exactly. */
const THOROUGH = { tried: 3, followed: 8, rounds: 300, converged: 1e-12 }
const QUICK = { tried: 1, followed: 2, rounds: 30, converged: 1e-6 }

/**
 * Least Σ Huber_δ(ln L̂ − ln L) with ln L̂ = LSE(ln A_t − α_t ln X_t, ln E) (Hoffmann et al. 2022, equation 3): of all
 * starts the best. Errors above δ weigh δ ÷ |error|, least squares follow, and so on (iteratively reweighted: Holland and
 * Welsch 1977), which lowers the objective in each round; signed roots of Huber's loss as residuals overshoot instead.
 */
export function huberFit(data: LawData, starts: readonly LawSearch[], options: HuberOptions): HuberFit {
  const law = lawResiduals(data, options.delta)
  const bounds = boundsOf(data, options)
  const { tried, followed, rounds, converged } = options.quick === true ? QUICK : THOROUGH
  const follow = (search: LawSearch, most: number) =>
    fromStart(law, search, bounds, { rounds: most, converged })
  const [best] = starts
    .map((start) => follow(within(start, bounds), tried))
    .toSorted((a, b) => a.objective - b.objective)
    .slice(0, followed)
    .map(({ search }) => follow(search, rounds))
    .toSorted((a, b) => a.objective - b.objective)
  if (best === undefined) throw new RangeError('a fit needs a start')
  return { search: best.search, objective: best.objective * options.delta ** 2 }
}

function boundsOf(data: LawData, { withoutAsymptote = false }: HuberOptions): Bounds {
  const most = Math.max(...data.lnLoss)
  const none = noAsymptote(data)
  return {
    low: [...data.terms.flatMap(() => [none, 0]), none],
    high: [...data.terms.flatMap(() => [most + 5, MOST_EXPONENT]), withoutAsymptote ? none : most],
  }
}

/** Rounds of reweighting, each two of which are extrapolated where that helps (Varadhan and Roland 2008, scheme S3). */
function fromStart(
  law: Residuals,
  start: LawSearch,
  bounds: Bounds,
  { rounds, converged }: { readonly rounds: number; readonly converged: number },
): HuberFit {
  let best = { search: start, objective: objectiveAt(law, start) }
  for (let round = 0; round < rounds; round++) {
    const one = reweightedFit(law, best.search, bounds)
    const two = reweightedFit(law, one, bounds)
    const far = within(extrapolated(best.search, one, two), bounds)
    const found = [two, reweightedFit(law, far, bounds)]
      .map((search) => ({ search, objective: objectiveAt(law, search) }))
      .reduce((least, fit) => (fit.objective < least.objective ? fit : least))
    const gain = best.objective - found.objective
    if (gain > 0) best = found
    if (!(gain > converged * best.objective)) break
  }
  return best
}

function extrapolated(start: LawSearch, one: LawSearch, two: LawSearch): LawSearch {
  const first = start.map((value, at) => (one[at] ?? Number.NaN) - value)
  const change = first.map((step, at) => (two[at] ?? Number.NaN) - (one[at] ?? Number.NaN) - step)
  const length = change.every((value) => value === 0)
    ? 1
    : Math.max(1, Math.hypot(...first) / Math.hypot(...change))
  return start.map((value, at) => value + 2 * length * (first[at] ?? 0) + length ** 2 * (change[at] ?? 0))
}

/** One round: least squares with the errors weighed by how large they are at `search`. */
function reweightedFit(law: Residuals, search: LawSearch, bounds: Bounds): LawSearch {
  return fitResiduals(reweighted(law, search), search, bounds, { passes: 1, steps: 4 }).parameters
}

/** The residuals in units of δ, each times √(1 ÷ max(1, |residual at `search`|)). Loops: a bootstrap comes here often. */
function reweighted(law: Residuals, search: LawSearch): Residuals {
  const weights = law.values(search).map((value) => 1 / Math.sqrt(Math.max(1, Math.abs(value))))
  return {
    values: (parameters) => {
      const values = law.values(parameters)
      const weighted: number[] = []
      for (let at = 0; at < values.length; at++)
        weighted.push((weights[at] ?? Number.NaN) * (values[at] ?? Number.NaN))
      return weighted
    },
    jacobian: (parameters) => {
      const rows = law.jacobian(parameters)
      const weighted: number[][] = []
      for (let at = 0; at < rows.length; at++) {
        const row: number[] = []
        for (const partial of rows[at] ?? []) row.push((weights[at] ?? Number.NaN) * partial)
        weighted.push(row)
      }
      return weighted
    },
  }
}

/** In units of δ². */
function objectiveAt(law: Residuals, search: LawSearch): number {
  let sum = 0
  for (const value of law.values(search)) {
    const size = Math.abs(value)
    sum += size <= 1 ? size ** 2 / 2 : size - 0.5
  }
  return sum
}
