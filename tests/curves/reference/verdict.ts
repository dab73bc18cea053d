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
  if (found.verdict === 'not_identifiable') return { verdict: found.verdict }
  const { verdict, apparent, pApparent, pSharp, pLeft, pTrend } = found
  return {
    verdict,
    floor_last_index: apparent.floorSizes - 1,
    p_apparent: pApparent,
    p_sharp: pSharp,
    p_left: pLeft,
    p_trend: pTrend,
  }
}
