import type { ItemMatrix } from '../item-matrix.ts'
import type { ScoreCell } from './cell-contrast.ts'

/** More items than this give the t distribution nothing more: its 97.5 % quantile is within 0.1 % of the normal's. */
const MOST_ITEMS = 2000

/**
 * A table of made-up items whose column means and standard errors are those of published scores, and whose columns do
 * not covary. What a test of item scores then finds is what the scores alone tell with sizes taken as independent, by
 * the same rule and the same code. Each column is a cosine of its own (discrete cosine transform II, orthogonal and of
 * mean 0), scaled to the error and moved to the score.
 * @param x log10 of the number of parameters of each size, ascending
 * @param cells one a size
 */
export function cellsAsItems(x: readonly number[], cells: readonly ScoreCell[]): ItemMatrix {
  const counts = cells.flatMap(({ items }) => items ?? [])
  const fewest = counts.length < cells.length ? MOST_ITEMS : Math.min(MOST_ITEMS, ...counts)
  const items = Math.max(fewest, cells.length + 2)
  const values = Array.from({ length: items }, (_, item) =>
    cells.map(({ score, se }, column) => {
      const wave = Math.sqrt(2 / items) * Math.cos((Math.PI * (item + 0.5) * (column + 1)) / items)
      return score + wave * se * Math.sqrt(items * (items - 1))
    }),
  )
  return { x, values, binary: false, dropped: 0 }
}

/** A log-likelihood per byte as a probability per byte; its error by the derivative of the exponential. */
export function asProbability({ score, se, items }: ScoreCell): ScoreCell {
  return { score: Math.exp(score), se: Math.exp(score) * se, items }
}
