import { NORMAL_DF } from '../imported-point.ts'
import { tUpperTail } from '../student-t.ts'
import type { ContrastTest, Weights } from './contrast.ts'

/** A score of one size with its standard error; the items behind it are unknown where only the error was told. */
export interface ScoreCell {
  readonly score: number
  readonly se: number
  readonly items?: number | undefined
}

/**
 * Tests H0: Σ w_j m_j − offset is at most 0, for means m_j of sizes taken as independent: se² = Σ w_j² se_j², with
 * Welch's degrees of freedom (1947, Biometrika 34, 28–35), or the normal where some size's items are unknown. Sizes
 * that answered the same items agree on what is hard, which makes a difference between them surer than this says.
 */
export function testCellContrast(
  cells: readonly ScoreCell[],
  weights: Weights,
  { offset = 0 }: { readonly offset?: number } = {},
): ContrastTest {
  let estimate = -offset
  let variance = 0
  let spread = 0
  for (const [column, { score, se, items }] of cells.entries()) {
    const weight = weights[column] ?? Number.NaN
    if (weight === 0) continue
    const part = (weight * se) ** 2
    estimate += weight * score
    variance += part
    spread += items === undefined ? 0 : part ** 2 / Math.max(1, items - 1)
  }
  const isKnown = cells.every(({ items }) => items !== undefined)
  const n = isKnown ? Math.min(...cells.map(({ items = 0 }) => items)) : Number.NaN
  const se = Math.sqrt(variance)
  const df = isKnown && spread > 0 ? Math.min(NORMAL_DF, variance ** 2 / spread) : NORMAL_DF
  const p = se === 0 ? (estimate > 0 ? 0 : 1) : tUpperTail(estimate / se, df)
  return { estimate, sd: se * Math.sqrt(n), n, se, df, scatterVariance: 0, p }
}
