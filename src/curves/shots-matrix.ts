/** One model's item means over draws and repeats at each number of demonstrations, complete cases only. */
export interface ShotsMatrix {
  /** The number of demonstrations of each column, ascending, each once. Length K. */
  readonly shots: readonly number[]
  /** values[i][j] in score units: row i is an item, column j a number of demonstrations. n × K. */
  readonly values: readonly (readonly number[])[]
  /** Every value is 0 or 1 and comes from one trial: exact tests apply. */
  readonly binary: boolean
  /** Items left out because some number of demonstrations lacks them. */
  readonly dropped: number
}

/** How often k + 1 was doubled from 1, which is no demonstration: log2(k + 1). */
export function doublingsOfShots(shots: number): number {
  return Math.log2(shots + 1)
}
