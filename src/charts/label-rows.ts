import { textWidth } from './text-width.ts'

/** A label's place: its middle in pixels along the axis, and its row (0 is the lowest). */
export interface PlacedLabel {
  readonly text: string
  readonly x: number
  readonly row: number
}

const GAP = 8

/** How far a label may reach beyond the plot on either side, where nothing else stands. */
const OVERHANG = 60

/**
 * Places labels over a plot so that none overlaps another: each in the lowest row in which it has room, centred
 * on its place but for the edges. Labels that would need more than `maxRows` rows are left out.
 */
export function placeLabels(
  labels: readonly { readonly text: string; readonly x: number }[],
  options: { readonly width: number; readonly fontSize: number; readonly maxRows: number },
): PlacedLabel[] {
  const ends: number[] = []
  const placed: PlacedLabel[] = []
  for (const { text, x } of labels.toSorted((a, b) => a.x - b.x)) {
    const half = textWidth(text, options.fontSize) / 2
    const middle = Math.max(half - OVERHANG, Math.min(options.width + OVERHANG - half, x))
    let row = 0
    while ((ends[row] ?? -Infinity) + GAP > middle - half) row++
    if (row >= options.maxRows) continue
    ends[row] = middle + half
    placed.push({ text, x: middle, row })
  }
  return placed
}
