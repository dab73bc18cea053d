import { InputError, unknownName } from '../domain/input-error.ts'
import type { Model } from '../domain/model.ts'
import type { Place } from './place.ts'

/** The models with these names, in config order; all where no names are given. @throws InputError with every unknown name. */
export function selectModels(
  models: readonly Model[],
  names: readonly string[] | undefined,
  placeOf: (index: number) => Place = () => ({}),
): readonly Model[] {
  if (names === undefined) return models
  const known = models.map(({ name }) => name)
  const [first, ...others] = names.flatMap((name, index) =>
    known.includes(name) ? [] : [unknownName('model', name, known, placeOf(index))],
  )
  if (first !== undefined) throw new InputError(first, ...others)
  return models.filter(({ name }) => names.includes(name))
}
