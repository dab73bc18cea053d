/** What is searched of a logistic curve: share of the way from floor to 1, ln b, m, and the floor. */
export type LogisticSearch = readonly number[]

/** μ at each size. */
export function meansAt(
  [way = Number.NaN, lnSlope = Number.NaN, midpoint = Number.NaN, floor = Number.NaN]: LogisticSearch,
  x: readonly number[],
): readonly number[] {
  const slope = Math.exp(lnSlope)
  return x.map((size) => floor + ((1 - floor) * way) / (1 + Math.exp(-slope * (size - midpoint))))
}

/** dμ ÷ dθ: one row a size, one partial derivative a number of the search in it. */
export function slopesAt(
  [way = Number.NaN, lnSlope = Number.NaN, midpoint = Number.NaN, floor = Number.NaN]: LogisticSearch,
  x: readonly number[],
): readonly (readonly number[])[] {
  const slope = Math.exp(lnSlope)
  return x.map((size) => {
    const rise = 1 / (1 + Math.exp(-slope * (size - midpoint)))
    const steepness = (1 - floor) * way * rise * (1 - rise) * slope
    return [(1 - floor) * rise, steepness * (size - midpoint), -steepness, 1 - way * rise]
  })
}
