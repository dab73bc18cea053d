import { createRequire } from 'node:module'
import type padjustOf from '@stdlib/stats-padjust'

const require = createRequire(import.meta.url)

let padjust: typeof padjustOf | undefined

/**
 * p-values adjusted for being one family, so that the chance of any false rejection stays below the level (Holm 1979,
 * Scandinavian Journal of Statistics 6, 65–70). In the order given; none of none.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  return adjusted(pValues, 'holm')
}

/**
 * p-values adjusted so that the expected share of false ones among the rejections stays below the level (Benjamini and
 * Hochberg 1995, Journal of the Royal Statistical Society B 57, 289–300). In the order given; none of none.
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  return adjusted(pValues, 'bh')
}

function adjusted(pValues: readonly number[], method: 'holm' | 'bh'): readonly number[] {
  if (pValues.length === 0) return []
  // Loaded when first needed: the package is some hundred files.
  padjust ??= require('@stdlib/stats-padjust') as typeof padjustOf
  return Array.from(padjust([...pValues], method), Number)
}
