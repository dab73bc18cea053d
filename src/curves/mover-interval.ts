import type { Interval } from './interval.ts'

/** An estimate with its interval. */
interface Estimated {
  readonly score?: number | undefined
  readonly ciLow?: number | undefined
  readonly ciHigh?: number | undefined
}

/**
 * The interval of the mean of independent estimates from their own intervals, of the same confidence: from the mean,
 * √(Σ (estimate − low)²) ÷ T down and √(Σ (high − estimate)²) ÷ T up (MOVER: Zou and Donner 2008, Statistics in
 * Medicine 27, 1693–1702). Unlike mean ± t × se it keeps the lopsided intervals of proportions near 0 or 1. Undefined
 * where an estimate has no interval.
 */
export function moverInterval(estimates: readonly Estimated[]): Interval | undefined {
  const below: number[] = []
  const above: number[] = []
  let sum = 0
  for (const { score, ciLow, ciHigh } of estimates) {
    if (score === undefined || ciLow === undefined || ciHigh === undefined) return undefined
    sum += score
    below.push(score - ciLow)
    above.push(ciHigh - score)
  }
  const count = estimates.length
  if (count === 0) return undefined
  return { low: (sum - Math.hypot(...below)) / count, high: (sum + Math.hypot(...above)) / count }
}
