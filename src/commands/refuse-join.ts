import type { LineOptions } from '../curves/item-matrices.ts'
import { InputError } from '../domain/input-error.ts'

/** @throws InputError where lines of imported scores are to be joined */
export function refuseJoin(folder: string, join: LineOptions['join']): void {
  if (join !== undefined)
    throw new InputError({
      message: '--join is for runs: the lines of imported scores are fixed when they are imported',
      file: folder,
      hint: 'icl import scores --set family=NAME says that all models make one line',
    })
}
