import type { ItemMatrix } from '../item-matrix.ts'
import { type ContrastTest, chord, combined, testContrast } from './contrast.ts'
import { type FloorBand, floorSizes } from './floor-sizes.ts'

/** Apparent emergence: at the floor in small sizes, above it in the largest, and convex between. */
export interface Apparent {
  /** g: how many of the smallest sizes are at the floor. */
  readonly floorSizes: number
  /** H0: the mean at the largest size is within the floor's band. */
  readonly present: ContrastTest
  /** H0: the slope after the floor is no steeper than the slope within it; undefined below two sizes at the floor. */
  readonly convex: ContrastTest | undefined
  /** The larger of both p (intersection–union: Berger 1982, Technometrics 24, 295–300); 1 below two sizes at the floor. */
  readonly p: number
}

/**
 * Tests what Wei et al. (2022, arXiv:2206.07682) call emergence, "not present in smaller models, present in larger", on
 * the scores as they are.
 */
export function testApparent(matrix: ItemMatrix, band: FloorBand, alpha: number): Apparent {
  const { x, values } = matrix
  const last = x.length - 1
  const present = testContrast(
    values,
    x.map((_, column) => (column === last ? 1 : 0)),
    { offset: band.high },
  )
  const count = floorSizes(matrix, band, alpha)
  if (count < 2) return { floorSizes: count, present, convex: undefined, p: 1 }
  const convex = testContrast(values, combined(chord(x, count - 1, last), -1, chord(x, 0, count - 1)))
  return { floorSizes: count, present, convex, p: Math.max(present.p, convex.p) }
}
