import { CONFIDENCE } from '../interval.ts'
import { tUpperTail } from '../student-t.ts'
import { type ContrastTest, contrastInterval } from '../verdict/contrast.ts'

/** A contrast over items with its interval. */
export interface EstimatedContrast {
  readonly estimate: number
  readonly se: number
  readonly low: number
  readonly high: number
  /** The number of items, and the degrees of freedom of t: n − 1. */
  readonly n: number
  readonly df: number
}

/** estimate ± t(df) · se at 95 %, not clipped. */
export function estimatedContrast(test: ContrastTest): EstimatedContrast {
  const { estimate, se, n, df } = test
  return { estimate, se, ...contrastInterval(test, CONFIDENCE), n, df }
}

/** p of t on both sides. Without any spread it is 1 for an estimate of 0, else 0. */
export function twoSidedP({ estimate, se, df }: Pick<ContrastTest, 'estimate' | 'se' | 'df'>): number {
  if (se === 0) return estimate === 0 ? 1 : 0
  return Math.min(1, 2 * tUpperTail(Math.abs(estimate / se), df))
}
