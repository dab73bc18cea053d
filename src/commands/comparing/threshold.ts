import type { PairedDifference } from '../../curves/paired/paired-difference.ts'
import type { NamedComparison } from './comparison-file.ts'
import { probability, signed } from './comparison-table.ts'

/** Whether B is worse by at least a threshold, and what to tell of it. */
export interface ThresholdVerdict {
  readonly failed: boolean
  readonly lines: readonly string[]
}

const ALPHA = 0.05

/**
 * Fails where some difference is at most minus the threshold and its adjusted one-sided p is below .05. Where an interval
 * reaches the threshold without that, the data are too few to tell, which is no failure.
 */
export function judgeThreshold(comparisons: readonly NamedComparison[], threshold: number): ThresholdVerdict {
  const tested = comparisons.flatMap((one) =>
    one.result.state === 'estimated' ? [{ one, result: one.result }] : [],
  )
  // A mean of −0.02 on paper must not be missed by a rounding error.
  const failing = tested.filter(
    ({ result }) => result.difference <= -threshold + 1e-12 && result.pWorseAdjusted < ALPHA,
  )
  const unclear = tested.filter((one) => !failing.includes(one) && -couldBe(one.result) >= threshold)
  const untested = comparisons.length - tested.length
  const told = `worse by ${threshold} or more with adjusted one-sided p < .05`
  const lines = failing.map(
    ({ one, result }) =>
      `${one.task}, ${one.modelB}, k=${one.pair.a.row.shots}: ${told}: ${signed(result.difference)}, p ${probability(result.pWorseAdjusted)}`,
  )
  if (failing.length === 0) lines.push(`no comparison is ${told}`)
  const open = unclear.length + untested
  if (open > 0) {
    const detectable = Math.max(
      ...unclear.map(({ result }) => Math.max(result.minimumDetectable, -couldBe(result))),
    )
    const need = unclear.length === 0 ? '' : `: differences of up to ${detectable.toFixed(3)} would be missed`
    lines.push(`too little data to tell in ${open} of ${comparisons.length}${need}`)
  }
  return { failed: failing.length > 0, lines }
}

/**
 * The worst difference that the items do not exclude. Where no item differs the interval has no width, and the bound is
 * that on something never seen in n items (Hanley and Lippman-Hand 1983, JAMA 249, 1743–1745).
 */
function couldBe({ low, se, difference, n }: PairedDifference): number {
  return se === 0 ? difference - 3 / n : low
}
