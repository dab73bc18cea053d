import { CONTROLS, INSTRUCTIONS, RENDERINGS, SAMPLINGS } from '../domain/factors.ts'
import type { CurveRow } from './curve-row.ts'

/** The order of conditions for `compareLists`: by rendering, instruction, sampling, then control; shots aside. */
export function conditionRank({
  rendering,
  instruction,
  sampling,
  control,
}: Pick<CurveRow, 'rendering' | 'instruction' | 'sampling'> & {
  readonly control?: CurveRow['control']
}): readonly number[] {
  return [
    RENDERINGS.indexOf(rendering),
    INSTRUCTIONS.indexOf(instruction),
    SAMPLINGS.indexOf(sampling),
    ...(control === undefined ? [] : [CONTROLS.indexOf(control)]),
  ]
}
