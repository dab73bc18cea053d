import type { Problem } from '../domain/input-error.ts'

/** A place in a file that a person wrote; line and column count from 1. */
export type Place = Pick<Problem, 'file' | 'line' | 'column'>

/** Where a value stands in a YAML document: keys and list positions from the root. */
export type ValuePath = readonly (string | number)[]
