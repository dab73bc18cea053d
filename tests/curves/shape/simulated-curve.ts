import type { ItemMatrix } from '../../../src/curves/item-matrix.ts'
import { randomStream } from '../../../src/domain/random.ts'

/** 1 ÷ (1 + exp(−value)). */
export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

/** Items with right and wrong answers, whose expected share at x is `share(x)`; sizes of an item are independent. */
export function simulatedCurve(
  x: readonly number[],
  share: (x: number) => number,
  items: number,
  seed: number,
): ItemMatrix {
  const random = randomStream('simulated curve', seed)
  const values = Array.from({ length: items }, () => x.map((size) => (random.unit() < share(size) ? 1 : 0)))
  return { x, values, binary: true, dropped: 0 }
}
