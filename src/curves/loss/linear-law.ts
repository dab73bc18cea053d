import { Matrix, solve } from 'ml-matrix'
import { centresOf, type LawData, type LossLaw } from './law-terms.ts'

/**
 * The law with these exponents: E and the amplitudes by least squares of relative errors, in which they are linear. What
 * comes out below 0 is made small. A place for a search to begin.
 */
export function linearLaw(data: LawData, exponents: readonly number[]): LossLaw {
  const { terms, lnLoss } = data
  // At the mean of ln X each column is about 1, so that the equations are well scaled.
  const centres = centresOf(data)
  const rows = lnLoss.map((log, at) => [
    Math.exp(-log),
    ...terms.map((values, term) =>
      Math.exp(
        -log - (exponents[term] ?? Number.NaN) * ((values[at] ?? Number.NaN) - (centres[term] ?? Number.NaN)),
      ),
    ),
  ])
  const amounts = solve(new Matrix(rows), Matrix.columnVector(rows.map(() => 1)), true).to1DArray()
  const least = 0.01 * Math.exp(Math.min(...lnLoss))
  const [asymptote = least, ...levels] = amounts.map((amount) => Math.max(least, amount))
  return {
    asymptote,
    terms: levels.map((level, term) => {
      const exponent = exponents[term] ?? Number.NaN
      return { amplitude: level * Math.exp(exponent * (centres[term] ?? Number.NaN)), exponent }
    }),
  }
}
