import fc from 'fast-check'
import { type RandomStream, randomStream } from '../../src/domain/random.ts'

/** Right-or-wrong answers: row i is an item, column j answers right with chance p[j] more or less, as the item is easy. */
export function answers(name: string, n: number, p: readonly number[]): readonly (readonly number[])[] {
  const random = randomStream(name)
  return Array.from({ length: n }, () => {
    const ease = (random.unit() - 0.5) * 0.2
    return p.map((chance) => (random.unit() < chance + ease ? 1 : 0))
  })
}

/** Scores with normal noise about means: row i is an item, column j has mean[j] plus the item's own level. */
export function noisyScores(
  name: string,
  n: number,
  means: readonly number[],
  sd: number,
): readonly (readonly number[])[] {
  const random = randomStream(name)
  return Array.from({ length: n }, () => {
    const level = 0.1 * normal(random)
    return means.map((mean) => mean + level + sd * normal(random))
  })
}

/** A standard normal number (Box and Muller). */
function normal(random: RandomStream): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
}

/** Matrices of scores from 0 to 1 in steps of a quarter. */
export function scoreRows(columns: { min: number; max: number }, items = { min: 2, max: 12 }) {
  return fc.integer(columns).chain((count) =>
    fc.array(
      fc.array(
        fc.integer({ min: 0, max: 4 }).map((quarters) => quarters / 4),
        { minLength: count, maxLength: count },
      ),
      { minLength: items.min, maxLength: items.max },
    ),
  )
}
