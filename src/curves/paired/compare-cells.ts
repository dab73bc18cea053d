import { type RandomStream, randomStream } from '../../domain/random.ts'
import type { Cell } from '../cell.ts'
import { meanOf } from '../clustered-mean.ts'
import { completeItems } from '../complete-items.ts'
import type { CurveMetric } from '../curve-context.ts'
import { scoredCells } from '../scored-cells.ts'
import { benjaminiHochberg, holm } from './adjust.ts'
import { comparePaired, type PairedComparison } from './compare-paired.ts'
import type { NotComparable } from './paired-difference.ts'

/** The same condition on both sides: what is compared. The cells share their task's item index. */
export interface CellPair {
  readonly a: Cell
  readonly b: Cell
  readonly metric: CurveMetric
  /** Names the pair, for the sign-flip test's random numbers. */
  readonly name: readonly (string | number)[]
}

/** What both sides have in common, and what it says. */
export interface CellComparison {
  readonly pair: CellPair
  /** Items that one side lacks. */
  readonly dropped: number
  /** Means over the items that both have. */
  readonly scoreA: number
  readonly scoreB: number
  readonly result: (PairedComparison & OneSided & AdjustedComparison) | NotComparable
}

interface OneSided {
  /** Of the test that B is worse. */
  readonly pWorse: number
}

interface AdjustedComparison {
  /** Holm's, over the comparisons of this task and metric. */
  readonly pHolm: number
  /** The family's smallest adjusted p, after Benjamini and Hochberg over families: one p a task and metric. */
  readonly pFamily: number
  /** Of the one-sided test: the larger of Holm's within the family and the family's own. */
  readonly pWorseAdjusted: number
}

/**
 * Compares B with A, pair by pair, on the items that both sides have. Comparisons of one task and metric are a family;
 * families are adjusted among each other.
 */
export function compareCells(
  pairs: readonly CellPair[],
  options: { readonly seed: number; readonly flips?: number },
): readonly CellComparison[] {
  const raw = pairs.flatMap((pair) => rawComparison(pair, options) ?? [])
  const families = [...Map.groupBy(raw, ({ pair }) => `${pair.a.task.name} ${pair.metric.column}`).values()]
  const within = families.map((family) => {
    const tested = family.filter(isTested)
    return {
      family,
      tested,
      holm: holm(tested.map(({ result }) => result.p)),
      worse: holm(tested.map(({ result }) => result.pWorse)),
    }
  })
  const some = within.filter(({ tested }) => tested.length > 0)
  const byFamily = benjaminiHochberg(some.map((one) => Math.min(...one.holm)))
  const worseByFamily = benjaminiHochberg(some.map((one) => Math.min(...one.worse)))
  const adjusted = new Map<RawComparison, AdjustedComparison>(
    some.flatMap(({ tested, holm: pHolm, worse }, place) =>
      tested.map((one, index): [RawComparison, AdjustedComparison] => [
        one,
        {
          pHolm: pHolm[index] ?? 1,
          pFamily: byFamily[place] ?? 1,
          pWorseAdjusted: Math.max(worse[index] ?? 1, worseByFamily[place] ?? 1),
        },
      ]),
    ),
  )
  return raw.map((one) => {
    const more = adjusted.get(one)
    return isTested(one) && more !== undefined
      ? { ...one, result: { ...one.result, ...more } }
      : notTested(one)
  })
}

interface RawComparison extends Omit<CellComparison, 'result'> {
  readonly result: (PairedComparison & OneSided) | NotComparable
}

interface TestedComparison extends RawComparison {
  readonly result: PairedComparison & OneSided
}

function isTested(one: RawComparison): one is TestedComparison {
  return one.result.state === 'estimated'
}

function notTested(one: RawComparison): CellComparison {
  const { result } = one
  return {
    ...one,
    result: result.state === 'estimated' ? { state: 'not_identifiable', reason: 'not_finite' } : result,
  }
}

/** Undefined where a side has no score of the metric at all. */
function rawComparison(
  pair: CellPair,
  { seed, flips }: { readonly seed: number; readonly flips?: number },
): RawComparison | undefined {
  const [a, b] = [scoredCells([pair.a], pair.metric)[0], scoredCells([pair.b], pair.metric)[0]]
  if (a === undefined || b === undefined) return undefined
  const { values, binary, dropped } = completeItems([a.sums, b.sums], pair.a.items)
  const scoresA = values.map(([score = Number.NaN]) => score)
  const scoresB = values.map(([, score = Number.NaN]) => score)
  const stream = (test: string): RandomStream => randomStream(seed, 'compare', test, ...pair.name)
  const settings = { binary, ...(flips === undefined ? {} : { flips }) }
  const both = comparePaired(scoresA, scoresB, { ...settings, random: stream('two-sided') })
  const worse = comparePaired(scoresB, scoresA, {
    ...settings,
    random: stream('worse'),
    alternative: 'greater',
  })
  const result =
    both.state === 'estimated' && worse.state === 'estimated'
      ? { ...both, pWorse: worse.p }
      : notComparable(both)
  return {
    pair,
    dropped,
    scoreA: scoresA.length === 0 ? Number.NaN : meanOf(scoresA),
    scoreB: scoresB.length === 0 ? Number.NaN : meanOf(scoresB),
    result,
  }
}

function notComparable(result: PairedComparison | NotComparable): NotComparable {
  return result.state === 'estimated' ? { state: 'not_identifiable', reason: 'not_finite' } : result
}
