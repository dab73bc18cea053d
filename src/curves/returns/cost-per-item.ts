import type { Cell } from '../cell.ts'

/** What an answer can cost: US dollars as charged, floating-point operations, seconds waited. */
export type CostAxis = 'usd' | 'flops' | 'seconds'

/** Multiplying and adding once for each parameter. */
const FLOPS_PER_PARAMETER = 2

/**
 * What one answer cost, as a mean over the trials in which it is known; absent where it is known for none.
 * Operations are 2 · active parameters · tokens, prompt and completion: the forward pass without the attention over the
 * context (Kaplan et al. 2020, arXiv:2001.08361, section 2.1). Tokens that a cache served count as if computed.
 */
export function costPerItem({
  row,
  cost,
  tokens,
  latency,
}: Pick<Cell, 'row' | 'cost' | 'tokens' | 'latency'>): {
  readonly [axis in CostAxis]?: number
} {
  const active = row.activeParameters ?? row.parameters
  return {
    ...(cost.count > 0 ? { usd: cost.sum / cost.count } : {}),
    ...(active !== undefined && tokens.count > 0
      ? { flops: (FLOPS_PER_PARAMETER * active * tokens.sum) / tokens.count }
      : {}),
    ...(latency.count > 0 ? { seconds: latency.sum / latency.count / 1000 } : {}),
  }
}
