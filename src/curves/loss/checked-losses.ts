/**
 * ln of sizes, where these and the losses are numbers that a loss law can hold for.
 * @throws RangeError for lists of different lengths, or where a loss or a size is not finite and above 0
 */
export function checkedLosses(sizes: readonly number[], losses: readonly number[]): readonly number[] {
  if (sizes.length !== losses.length) throw new RangeError(`${sizes.length} sizes, ${losses.length} losses`)
  for (const value of [...sizes, ...losses])
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`${value} is no loss or size: it is not above 0`)
  return sizes.map(Math.log)
}
