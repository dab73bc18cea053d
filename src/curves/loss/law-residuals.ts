import type { Residuals } from '../fit-residuals.ts'
import { centresOf, type LawData, type LawSearch } from './law-terms.ts'

/** A law at some numbers: its errors and their partial derivatives, one row a point. */
interface Evaluated {
  readonly search: LawSearch
  readonly values: readonly number[]
  readonly jacobian: readonly (readonly number[])[]
}

/** A search looks back and forth between where it is and where it tries to go. */
const KEPT = 2

/**
 * (ln L̂ − ln L) ÷ δ with ln L̂ = LSE(ln A_t − α_t ln X_t, ln E), and its partial derivatives by the numbers of a search.
 * Both come of the same exponentials, and a fit asks for them at the same place several times over: the last places are
 * remembered. Loops in place of maps, for a bootstrap comes here a million times.
 */
export function lawResiduals({ terms, lnLoss }: LawData, delta: number): Residuals {
  const centres = centresOf({ terms, lnLoss })
  const distances = terms.map((values, term) => values.map((value) => value - (centres[term] ?? Number.NaN)))
  const kept: Evaluated[] = []
  const parts = new Float64Array(terms.length + 1)
  const evaluate = (search: LawSearch): Evaluated => {
    const values: number[] = []
    const jacobian: number[][] = []
    for (let at = 0; at < lnLoss.length; at++) {
      const total = logSumExp(parts, search, distances, at)
      values.push((total - (lnLoss[at] ?? Number.NaN)) / delta)
      jacobian.push(partialsOf(parts, distances, at, delta))
    }
    return { search: [...search], values, jacobian }
  }
  const evaluated = (search: LawSearch): Evaluated => {
    for (const one of kept) if (isSame(one.search, search)) return one
    const fresh = evaluate(search)
    if (kept.unshift(fresh) > KEPT) kept.pop()
    return fresh
  }
  return {
    values: (search) => evaluated(search).values,
    jacobian: (search) => evaluated(search).jacobian,
  }
}

function isSame(a: LawSearch, b: LawSearch): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}

/**
 * ln Σ exp of the terms and ln E at a point.
 * @param parts is filled with the share of each in the sum, E's last
 */
function logSumExp(
  parts: Float64Array,
  search: LawSearch,
  distances: readonly (readonly number[])[],
  at: number,
): number {
  const last = distances.length
  let most = search[2 * last] ?? Number.NaN
  parts[last] = most
  for (let term = 0; term < last; term++) {
    const level = search[2 * term] ?? Number.NaN
    const log = level - (search[2 * term + 1] ?? Number.NaN) * (distances[term]?.[at] ?? Number.NaN)
    parts[term] = log
    if (log > most) most = log
  }
  let sum = 0
  for (let part = 0; part <= last; part++) {
    const share = Math.exp((parts[part] ?? Number.NaN) - most)
    parts[part] = share
    sum += share
  }
  for (let part = 0; part <= last; part++) parts[part] = (parts[part] ?? Number.NaN) / sum
  return most + Math.log(sum)
}

function partialsOf(
  shares: Float64Array,
  distances: readonly (readonly number[])[],
  at: number,
  delta: number,
): number[] {
  const partials: number[] = []
  for (let term = 0; term < distances.length; term++) {
    const share = (shares[term] ?? Number.NaN) / delta
    partials.push(share, -share * (distances[term]?.[at] ?? Number.NaN))
  }
  partials.push((shares[distances.length] ?? Number.NaN) / delta)
  return partials
}
