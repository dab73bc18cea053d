import { emergenceVerdict } from '../../../src/curves/verdict/emergence-verdict.ts'
import { RULE_1 } from '../../../src/curves/verdict/rule.ts'
import type { ReferenceCase, ReferenceOutput } from '../reference-cases.ts'

/** The verdict of rule 1 on a curve of items by sizes. */
export function run({ input }: ReferenceCase): ReferenceOutput {
  const { params, chance, discontinuous, continuous } = input as {
    params: number[]
    chance: number
    discontinuous: number[][]
    continuous?: number[][] | null
  }
  const matrix = (values: number[][]) => ({ x: params.map(Math.log10), values, binary: false, dropped: 0 })
  const companion = continuous === undefined || continuous === null ? undefined : matrix(continuous)
  const found = emergenceVerdict({ primary: matrix(discontinuous), companion, chance }, RULE_1)
  const decided = found.verdict === 'not_identifiable' ? undefined : found
  return {
    verdict: found.verdict,
    floor_last_index: decided && decided.apparent.floorSizes - 1,
    p_apparent: decided?.pApparent,
    p_sharp: decided?.pSharp,
    p_left: decided?.pLeft,
    p_trend: decided?.pTrend,
  }
}
