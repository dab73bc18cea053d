/** Sizes and items of a simulated run. */
export interface Design {
  /** Sizes × items. */
  readonly name: string
  /** Parameters, ascending. */
  readonly sizes: readonly number[]
  readonly items: number
}

const FIVE = [0.5e9, 1.5e9, 3e9, 7e9, 14e9]
/** Pythia's. */
const EIGHT = [70e6, 160e6, 410e6, 1e9, 1.4e9, 2.8e9, 6.9e9, 12e9]

export const DESIGNS: readonly Design[] = [
  { name: '5x50', sizes: FIVE, items: 50 },
  { name: '5x200', sizes: FIVE, items: 200 },
  { name: '8x200', sizes: EIGHT, items: 200 },
]

/** How far models lie off the curve: standard deviation in logits of the accuracy of a token. */
export const SCATTERS: readonly number[] = [0, 0.2, 0.4]
