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

export type TestedCandidate = Extract<JumpCandidate, { readonly state: 'tested' }>

/** Whether the companion jumps in one gap near the end of the floor. */
export interface Sharpness {
  /** Every gap next to the floor's end. */
  readonly candidates: readonly JumpCandidate[]
  /** The factor of the smallest p: the number of candidates, or how many of them can hold a jump's share at once. */
  readonly factor: number
  /** The one with the smallest p, of equal ones that with the largest rise; undefined where none could be tested. */
  readonly best: TestedCandidate | undefined
  /** min(1, factor · smallest p); 1 where none could be tested. */
  readonly p: number
  /** Some candidate has all three estimates above 0. */
  readonly pointSharp: boolean
  /** A jump is not unlikely: the curve is no artefact. */
  readonly mayJump: boolean
}

/** @param floorSizes g, at least 2 */
export function testSharpness(matrix: ItemMatrix, floorSizes: number, rule: VerdictRule): Sharpness {
  const candidates = gapsNearFloor(matrix, floorSizes).map((left) => {
    const requiredShare = requiredShareOf(matrix, left, rule)
    if (requiredShare >= rule.highestShare) return { state: 'too_wide', left, requiredShare } as const
    const scatter = matrix.x.length >= rule.scatterSizes ? sizeScatter(matrix, left) : undefined
    return testGap(matrix, { left, requiredShare, scatter }, rule)
  })
  const found = bestOf(candidates, candidates.length)
  return { ...found, mayJump: found.pointSharp }
}

/**
 * The gaps after sizes g − 1, g and g + 1 that have a size before them, by the last column left of each.
 * @param floorSizes g, at least 2
 */
export function gapsNearFloor({ x }: ItemMatrix, floorSizes: number): readonly number[] {
  return [floorSizes - 2, floorSizes - 1, floorSizes].filter((left) => left >= 1 && left < x.length - 1)
}

/** κ, or more in a gap that is itself a large part of the range. */
export function requiredShareOf({ x }: ItemMatrix, left: number, rule: VerdictRule): number {
  const [from = Number.NaN, to = Number.NaN] = [x[left], x[left + 1]]
  const width = (to - from) / ((x.at(-1) ?? Number.NaN) - (x[0] ?? Number.NaN))
  return Math.max(rule.share, rule.shareOfWidth * width)
}

/** The candidate with the smallest p, and that p times the factor. */
export function bestOf(candidates: readonly JumpCandidate[], factor: number): Omit<Sharpness, 'mayJump'> {
  const tested = candidates.filter((candidate) => candidate.state === 'tested')
  const [best] = tested.toSorted((a, b) => a.p - b.p || b.rise.estimate - a.rise.estimate)
  return {
    candidates,
    factor,
    best,
    p: best === undefined ? 1 : Math.min(1, factor * best.p),
    pointSharp: tested.some(({ pointSharp }) => pointSharp),
  }
}

/** The three contrasts of one gap. */
export function testGap(
  { x, values }: ItemMatrix,
  { left, requiredShare, scatter }: Pick<TestedCandidate, 'left' | 'requiredShare' | 'scatter'>,
  rule: VerdictRule,
): TestedCandidate {
  const last = x.length - 1
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
