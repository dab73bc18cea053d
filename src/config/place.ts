import type { Problem } from '../domain/input-error.ts'

/** A place in a file that a person wrote; line and column count from 1. */
export type Place = Pick<Problem, 'file' | 'line' | 'column'>

/** A place as it stands in a sentence: `suite.yaml:12`, or the path of a value from code. */
export function placeText({ file, line }: Place): string {
  return line === undefined ? `${file}` : `${file}:${line}`
}

/** Where a value stands in a YAML document: keys and list positions from the root. */
export type ValuePath = readonly (string | number)[]
