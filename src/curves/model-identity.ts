import type { CurveRow } from './curve-row.ts'

/** A model as one engine ran it. */
type ModelIdentity = Pick<CurveRow, 'model' | 'provider' | 'engine' | 'quantization'>

/** The same for the same model, provider, engine and quantisation. */
export function modelKey({ model, provider, engine, quantization }: ModelIdentity): string {
  return [model, provider, engine, quantization].join('\u0000')
}

/** The order of models for `compareLists`: by active parameters, those of unknown size last, then by name. */
export function modelRank(
  row: ModelIdentity & Pick<CurveRow, 'activeParameters' | 'parameters'>,
): readonly (number | string)[] {
  const size = row.activeParameters ?? row.parameters ?? Number.MAX_VALUE
  return [size, row.model, row.provider, row.engine, row.quantization ?? '']
}
