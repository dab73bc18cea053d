import type { ItemMatrix } from '../item-matrix.ts'
import { type ContrastTest, chord, combined, rise, type SizeScatter, testContrast } from './contrast.ts'
import type { VerdictRule } from './rule.ts'
import { sizeScatter } from './size-scatter.ts'

/** A gap between two adjacent sizes in which the companion may jump. */
type JumpCandidate = {
  /** The last column left of the gap. */
  readonly left: number
  /** The share of the whole rise that this gap must hold. */
  readonly requiredShare: number
} & (
  | {
      readonly state: 'tested'
      /** Undefined below the sizes from which it counts, or where too few are left to tell. */
      readonly scatter: SizeScatter | undefined
      /** H0: no rise in the gap. */
      readonly rise: ContrastTest
      /** H0: the gap holds no more than the required share of the whole rise. */
      readonly share: ContrastTest
      /** H0: the slope in the gap is no more than ρ times the slope before it. */
      readonly acceleration: ContrastTest
      /** The largest of the three. */
      readonly p: number
      /** All three estimates are above 0. */
      readonly pointSharp: boolean
    }
  /** So wide a part of the range that a smooth rise would fill it too. */
  | { readonly state: 'too_wide' }
)

type TestedCandidate = Extract<JumpCandidate, { readonly state: 'tested' }>

/** Whether the companion jumps in one gap near the end of the floor. */
export interface Sharpness {
  /** Every gap next to the floor's end; their number is the factor of the adjustment. */
  readonly candidates: readonly JumpCandidate[]
  /** The one with the smallest p, of equal ones that with the largest rise; undefined where none could be tested. */
  readonly best: TestedCandidate | undefined
  /** min(1, number of candidates · smallest p); 1 where none could be tested. */
  readonly p: number
  /** Some candidate has all three estimates above 0. */
  readonly pointSharp: boolean
}

/** @param floorSizes g, at least 2: candidates are the gaps after sizes g − 1, g and g + 1 that have a size before them */
export function testSharpness(matrix: ItemMatrix, floorSizes: number, rule: VerdictRule): Sharpness {
  const last = matrix.x.length - 1
  const candidates = [floorSizes - 2, floorSizes - 1, floorSizes]
    .filter((left) => left >= 1 && left < last)
    .map((left) => testGap(matrix, left, rule))
  const tested = candidates.filter((candidate) => candidate.state === 'tested')
  const [best] = tested.toSorted((a, b) => a.p - b.p || b.rise.estimate - a.rise.estimate)
  return {
    candidates,
    best,
    p: best === undefined ? 1 : Math.min(1, candidates.length * best.p),
    pointSharp: tested.some(({ pointSharp }) => pointSharp),
  }
}

function testGap(matrix: ItemMatrix, left: number, rule: VerdictRule): JumpCandidate {
  const { x, values } = matrix
  const last = x.length - 1
  const [from = Number.NaN, to = Number.NaN] = [x[left], x[left + 1]]
  const width = (to - from) / ((x[last] ?? Number.NaN) - (x[0] ?? Number.NaN))
  const requiredShare = Math.max(rule.share, rule.shareOfWidth * width)
  if (requiredShare >= rule.highestShare) return { state: 'too_wide', left, requiredShare }
  const scatter = x.length >= rule.scatterSizes ? sizeScatter(matrix, left) : undefined
  const step = rise(x.length, left, left + 1)
  const whole = rise(x.length, 0, last)
  const tests = {
    rise: testContrast(values, step, { scatter }),
    share: testContrast(values, combined(step, -requiredShare, whole), { scatter }),
    acceleration: testContrast(
      values,
      combined(chord(x, left, left + 1), -rule.acceleration, chord(x, 0, left)),
      { scatter },
    ),
  }
  const all = Object.values(tests)
  return {
    state: 'tested',
    left,
    requiredShare,
    scatter,
    ...tests,
    p: Math.max(...all.map(({ p }) => p)),
    pointSharp: all.every(({ estimate }) => estimate > 0),
  }
}
