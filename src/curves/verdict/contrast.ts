import type { Interval } from '../interval.ts'
import { sampleMoments } from '../sample-moments.ts'
import { tQuantile, tUpperTail } from '../student-t.ts'

/** How far models lie off a smooth curve, as a variance of size means, and the degrees of freedom it was found with. */
export interface SizeScatter {
  readonly variance: number
  readonly df: number
}

/** A weighted sum over sizes, taken of each item, and the one-sided test that its mean is above 0. */
export interface ContrastTest {
  readonly estimate: number
  /** Standard deviation over items (divisor n − 1), and the number of items. */
  readonly sd: number
  readonly n: number
  /** Scatter included, where there is some. */
  readonly se: number
  readonly df: number
  /** The part of se² that more items do not lessen. */
  readonly scatterVariance: number
  readonly p: number
}

/** By size, in the order of the columns. */
export type Weights = readonly number[]

/**
 * Tests H0: the mean of Σ w_j z_ij − offset is at most 0, by t over items. Without any spread p is 0 above 0, else 1.
 * With scatter, se² = sd²/n + τ² Σ w², and the degrees of freedom are Satterthwaite's (1946, Biometrics Bulletin 2,
 * 110–114).
 * @param values row i is an item, column j a size; two rows or more
 * @throws RangeError below two items, or where a value is not finite
 */
export function testContrast(
  values: readonly (readonly number[])[],
  weights: Weights,
  { offset = 0, scatter }: { readonly offset?: number; readonly scatter?: SizeScatter | undefined } = {},
): ContrastTest {
  let scale = Math.abs(offset)
  const sums = values.map((row) => {
    let sum = -offset
    let size = 0
    for (const [column, weight] of weights.entries()) {
      if (weight === 0) continue
      const term = weight * (row[column] ?? Number.NaN)
      sum += term
      size += Math.abs(term)
    }
    scale = Math.max(scale, size)
    return sum
  })
  const { n, mean: estimate, sd } = sampleMoments(sums, scale)
  const itemVariance = sd ** 2 / n
  const scatterVariance = (scatter?.variance ?? 0) * weights.reduce((sum, weight) => sum + weight ** 2, 0)
  const se = Math.sqrt(itemVariance + scatterVariance)
  const df = degreesOfFreedom(itemVariance, n - 1, scatterVariance, scatter?.df ?? 1)
  const p = se === 0 ? (estimate > 0 ? 0 : 1) : tUpperTail(estimate / se, df)
  return { estimate, sd, n, se, df, scatterVariance, p }
}

/** estimate ± t(df) · se. */
export function contrastInterval({ estimate, se, df }: ContrastTest, confidence: number): Interval {
  const half = se === 0 ? 0 : tQuantile((1 + confidence) / 2, df) * se
  return { low: estimate - half, high: estimate + half }
}

function degreesOfFreedom(a: number, dfOfA: number, b: number, dfOfB: number): number {
  if (b === 0) return dfOfA
  return (a + b) ** 2 / (a ** 2 / dfOfA + b ** 2 / dfOfB)
}

/** The slope between two sizes: score units per decade. */
export function chord(x: readonly number[], from: number, to: number): Weights {
  const run = at(x, to) - at(x, from)
  return x.map((_, column) => (column === to ? 1 / run : column === from ? -1 / run : 0))
}

/** The slope of the least-squares line through all sizes: score units per decade. */
export function slope(x: readonly number[]): Weights {
  const centre = x.reduce((sum, value) => sum + value, 0) / x.length
  const squares = x.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  return x.map((value) => (value - centre) / squares)
}

/** The rise from one size to another: score units. */
export function rise(sizes: number, from: number, to: number): Weights {
  return Array.from({ length: sizes }, (_, column) => (column === to ? 1 : column === from ? -1 : 0))
}

/** a + factor · b. */
export function combined(a: Weights, factor: number, b: Weights): Weights {
  return a.map((weight, column) => weight + factor * at(b, column))
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN
}
