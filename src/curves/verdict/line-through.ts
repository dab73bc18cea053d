/** The least-squares line through points, and what it leaves. */
export interface Line {
  readonly slope: number
  /** Sum of squared residuals; 0 where two points or fewer leave none. */
  readonly squares: number
  /** Degrees of freedom: points − 2, at least 0. */
  readonly df: number
  /** Σ (x − x̄)². */
  readonly spread: number
}

/** Ordinary least squares of y on x. Residuals that are rounding errors of y count as 0. */
export function lineThrough(x: readonly number[], y: readonly number[]): Line {
  const n = x.length
  const [centre, level] = [mean(x), mean(y)]
  const spread = x.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  const products = x.reduce((sum, value, at) => sum + (value - centre) * ((y[at] ?? Number.NaN) - level), 0)
  const slope = spread === 0 ? 0 : products / spread
  const size = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const residuals = x.map((value, at) => (y[at] ?? Number.NaN) - level - slope * (value - centre))
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0)
  const exact = n <= 2 || Math.sqrt(squares) <= 1e-12 * size
  return { slope, squares: exact ? 0 : squares, df: Math.max(0, n - 2), spread }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
