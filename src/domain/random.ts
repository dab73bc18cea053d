import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { digestOf } from './digest.ts'

/** A stream of random numbers that depends on its name alone: not on call order, machine or platform. */
export interface RandomStream {
  /** A whole number in [0, below). */
  int(below: number): number
  /** A number in [0, 1) with 32 random bits. */
  unit(): number
  /** 32 random bits, as a signed whole number: the cheapest draw. */
  bits(): number
  /** A new array with the same members in random order (Fisher–Yates). */
  shuffle<T>(values: readonly T[]): T[]
}

/** The stream named by these parts, for instance (seed, task, draw). */
export function randomStream(...name: readonly (string | number)[]): RandomStream {
  const seed = Number.parseInt(digestOf(...name.map(String)).slice(0, 8), 16) | 0
  const generator = xoroshiro128plus(seed)
  const int = (below: number): number => uniformInt(generator, 0, below - 1)
  return {
    int,
    unit: () => int(2 ** 32) / 2 ** 32,
    bits: () => generator.next(),
    shuffle: <T>(values: readonly T[]): T[] => {
      const order = [...values]
      for (let last = order.length - 1; last > 0; last--) {
        const other = int(last + 1)
        const moved = order[last] as T
        order[last] = order[other] as T
        order[other] = moved
      }
      return order
    },
  }
}
