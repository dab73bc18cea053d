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
  const gainOf = (shots: number) => {
    const gain = gains.find((one) => one.shots === shots)
    return gain?.state === 'estimated' ? gain.difference : undefined
  }
  const line = slope.state === 'estimated' ? slope : undefined
  return {
    slope_per_doubling: line?.estimate,
    intercept: line?.intercept,
    ...Object.fromEntries(k.map((shots) => [`gain_${shots}_vs_0`, gainOf(shots)])),
  }
}
