const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * Where a function is highest: the best point of an ascending grid, then golden-section search (Kiefer 1953) in each of
 * the two gaps beside it, where the function may have a kink at the grid point itself.
 */
export function searchPeak(
  height: (at: number) => number,
  grid: readonly number[],
  tolerance: number,
): number {
  const heights = grid.map(height)
  const best = heights.reduce((most, value, at) => (value > (heights[most] ?? -Infinity) ? at : most), 0)
  const top = { at: grid[best] ?? Number.NaN, height: heights[best] ?? Number.NaN }
  const beside = [grid[best - 1], grid[best + 1]].filter((end) => end !== undefined)
  return beside
    .map((end) => goldenSection(height, Math.min(end, top.at), Math.max(end, top.at), tolerance))
    .reduce((most, found) => (found.height > most.height ? found : most), top).at
}

function goldenSection(
  height: (at: number) => number,
  from: number,
  to: number,
  tolerance: number,
): { readonly at: number; readonly height: number } {
  let [low, high] = [from, to]
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
  let [atLeft, atRight] = [height(left), height(right)]
  while (high - low > tolerance) {
    if (atLeft >= atRight) {
      ;[high, right, atRight] = [right, left, atLeft]
      left = high - GOLDEN * (high - low)
      atLeft = height(left)
    } else {
      ;[low, left, atLeft] = [left, right, atRight]
      right = low + GOLDEN * (high - low)
      atRight = height(right)
    }
  }
  return atLeft >= atRight ? { at: left, height: atLeft } : { at: right, height: atRight }
}
