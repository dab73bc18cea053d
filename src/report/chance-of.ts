import type { Point } from '../domain/point.ts'

/** The score of guessing that the points share, where it is above 0. */
export function chanceOf(points: readonly Point[]): number | undefined {
  const chance = points[0]?.chance
  return chance !== undefined && chance > 0 ? chance : undefined
}
