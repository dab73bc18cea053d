/** Something with a price and a score. */
export interface CostScore {
  /** Less is better. */
  readonly cost: number
  /** More is better. */
  readonly score: number
}

/**
 * The points that no other point beats: another beats a point where it costs no more and scores no less, and one of both
 * is strictly so. Exact ties stay. By cost, then in the order given.
 * @throws RangeError where a cost or a score is not finite
 */
export function paretoFrontier<P extends CostScore>(points: readonly P[]): readonly P[] {
  if (!points.every(({ cost, score }) => Number.isFinite(cost) && Number.isFinite(score)))
    throw new RangeError('a cost or a score is not a finite number')
  let best = Number.NEGATIVE_INFINITY
  const byCost = points.toSorted((a, b) => a.cost - b.cost)
  return [...Map.groupBy(byCost, ({ cost }) => cost).values()].flatMap((sameCost) => {
    const top = sameCost.reduce((most, { score }) => Math.max(most, score), Number.NEGATIVE_INFINITY)
    if (top <= best) return []
    best = top
    return sameCost.filter(({ score }) => score === top)
  })
}
