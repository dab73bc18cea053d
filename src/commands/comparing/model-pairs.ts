import { InputError, unknownName } from '../../domain/input-error.ts'
import type { ComparedRun } from './compared-run.ts'

/** A model of the first run, and the one of the other run that it is compared with. */
export interface ModelPair {
  readonly a: string
  readonly b: string
}

/**
 * The models that are compared: those of the same name on both sides, or those that were named as pairs.
 *
 * @throws InputError for a name that a run does not have, and where no model is left
 */
export function modelPairs(
  a: ComparedRun,
  b: ComparedRun,
  {
    pairs,
    models,
  }: { readonly pairs?: readonly string[] | undefined; readonly models?: readonly string[] | undefined },
): readonly ModelPair[] {
  const [left, right] = [namesOf(a), namesOf(b)]
  if (pairs !== undefined)
    return pairs.map((text) => {
      const [nameA = '', nameB = '', ...rest] = text.split('=')
      if (nameB === '' || rest.length > 0)
        throw new InputError({ message: `--pair ${text}`, hint: 'write --pair modelA=modelB' })
      checkName(nameA, left, a)
      checkName(nameB, right, b)
      return { a: nameA, b: nameB }
    })
  for (const name of models ?? []) {
    checkName(name, left, a)
    checkName(name, right, b)
  }
  const common = left.filter((name) => right.includes(name) && (models?.includes(name) ?? true))
  if (a.folder === b.folder)
    throw new InputError({
      message: 'a run is the same as itself',
      hint: 'name two models of it: --pair modelA=modelB',
    })
  if (common.length === 0)
    throw new InputError({
      message: `no model is in both runs: ${left.join(', ')} in the first, ${right.join(', ')} in the other`,
      hint: 'name what to compare: --pair modelA=modelB',
    })
  return common.map((name) => ({ a: name, b: name }))
}

function namesOf({ manifest }: ComparedRun): readonly string[] {
  return manifest.models.map(({ model }) => model.name)
}

function checkName(name: string, known: readonly string[], { folder }: ComparedRun): void {
  if (!known.includes(name)) throw new InputError(unknownName('model', name, known, { file: folder }))
}
