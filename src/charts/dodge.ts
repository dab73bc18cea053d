/** Pixels between neighbours where there is room. */
const WANTED = 6

/**
 * Pixels between marks that stand side by side at one place of an axis, so that their intervals stay apart and do
 * not reach the marks of the next place.
 * @param places of the axis, in pixels
 * @param count of marks at the most crowded place
 */
export function dodgeStep(places: readonly number[], count: number): number {
  const ascending = places.toSorted((a, b) => a - b)
  const gaps = ascending.slice(1).map((place, index) => place - (ascending[index] ?? 0))
  return Math.min(WANTED, (0.85 * Math.min(...gaps)) / count)
}

/** How many steps the mark at an index stands right of the middle; negative is left. */
export function stepsFromMiddle(index: number, count: number): number {
  return index - (count - 1) / 2
}
