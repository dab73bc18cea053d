/** Item means over seeds at each size, complete cases only: row i is an item, column j a size, sizes ascending. */
export interface ItemMatrix {
  /** log10 of the number of parameters of each column, ascending. Length M. */
  readonly x: readonly number[]
  /** values[i][j] in score units. n × M. */
  readonly values: readonly (readonly number[])[]
  /** Every value is 0 or 1 and comes from one trial: exact tests apply. */
  readonly binary: boolean
  /** Items left out because some size lacks them. */
  readonly dropped: number
}

/** The items' values at one size, in row order. */
export function columnOf({ values }: Pick<ItemMatrix, 'values'>, column: number): readonly number[] {
  return values.map((row) => row[column] ?? Number.NaN)
}
