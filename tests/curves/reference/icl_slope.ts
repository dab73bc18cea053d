import { iclSlope } from '../../../src/curves/learning/icl-slope.ts'
import { shotGains } from '../../../src/curves/learning/shot-gains.ts'
import { randomStream } from '../../../src/domain/random.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** The line of mean scores on log2(k + 1), and the gain of each k. The means stand for two items that are alike. */
export function run({ id, input }: ReferenceCase): ReferenceOutput {
  const { k, score } = input as { k: number[]; score: number[] }
  const matrix = { shots: k, values: [score, score], binary: false, dropped: 0 }
  const slope = iclSlope(matrix)
  const gains = shotGains(matrix, { random: randomStream(id), flips: 10 })
  return {
    ...(slope.state === 'estimated'
      ? { slope_per_doubling: slope.estimate, intercept: slope.intercept }
      : {}),
    ...Object.fromEntries(
      gains.map((gain) => [
        `gain_${gain.shots}_vs_0`,
        gain.state === 'estimated' ? gain.difference : undefined,
      ]),
    ),
  }
}
