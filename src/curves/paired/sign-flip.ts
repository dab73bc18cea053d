import type { RandomStream } from '../../domain/random.ts'
import type { Alternative } from './mcnemar.ts'

/** How often signs are flipped where nothing else is said: a standard error of 0.002 at p = 0.05. */
const FLIPS = 10_000

/** A mean that misses the one found by a rounding error counts as reaching it. */
const TOLERANCE = 1e-12

/** So many differences share a table of the sums that their signs can make: one byte chooses among them. */
const TOGETHER = 8
const ENTRIES = 2 ** TOGETHER
const TABLES_A_DRAW = 32 / TOGETHER

/**
 * The permutation test of paired differences: without an effect each difference is as likely to have either sign
 * (Fisher 1935, The Design of Experiments, section 21). p = (1 + #{|T*| ≥ |T|}) / (R + 1) with T the mean, so it is
 * never 0; without absolute values for `greater`. All differences 0: p = 1.
 */
export function signFlipTest(
  differences: readonly number[],
  options: {
    readonly random: RandomStream
    readonly flips?: number
    readonly alternative?: Alternative
  },
): number {
  const { random, flips = FLIPS, alternative = 'two-sided' } = options
  const sum = differences.reduce((total, difference) => total + difference, 0)
  const reached = (alternative === 'greater' ? sum : Math.abs(sum)) - TOLERANCE * differences.length
  const tables = sumTables(differences.filter((difference) => difference !== 0))
  let count = 0
  for (let flip = 0; flip < flips; flip++) {
    const flipped = flippedSum(tables, random)
    if ((alternative === 'greater' ? flipped : Math.abs(flipped)) >= reached) count++
  }
  return (1 + count) / (flips + 1)
}

/** For each eight differences the 256 sums they have under all signs, the signs being the bits of the index. */
function sumTables(differences: readonly number[]): Float64Array {
  const tables = new Float64Array(Math.ceil(differences.length / TOGETHER) * ENTRIES)
  for (let first = 0; first < differences.length; first += TOGETHER) {
    const start = (first / TOGETHER) * ENTRIES
    const together = Array.from({ length: TOGETHER }, (_, bit) => differences[first + bit] ?? 0)
    tables[start] = -together.reduce((sum, difference) => sum + difference, 0)
    for (const [bit, difference] of together.entries())
      for (let below = 0; below < 2 ** bit; below++)
        tables[start + 2 ** bit + below] = (tables[start + below] ?? 0) + 2 * difference
  }
  return tables
}

function flippedSum(tables: Float64Array, random: RandomStream): number {
  let sum = 0
  let bits = 0
  for (let table = 0; table * ENTRIES < tables.length; table++) {
    bits = table % TABLES_A_DRAW === 0 ? random.bits() : bits >>> TOGETHER
    sum += tables[table * ENTRIES + (bits & (ENTRIES - 1))] ?? 0
  }
  return sum
}
